import DefaultTheme from "vitepress/theme-without-fonts"
import "./style.css"

/** Loads the search index while the reader reads, so that the first letter typed already finds something. */
const loadSearchIndex = async () => {
  const { default: indexes } = await import("@localSearchIndex")
  await indexes.root?.()
}

export default {
  extends: DefaultTheme,
  enhanceApp: () => {
    if (import.meta.env.SSR) return
    const whenIdle = globalThis.requestIdleCallback ?? ((run: () => void) => setTimeout(run, 1000))
    window.addEventListener("load", () => whenIdle(() => void loadSearchIndex()), { once: true })
  }
}
