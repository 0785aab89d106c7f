import type { HelpDoc } from "@effect/cli/HelpDoc"
import type { Span } from "@effect/cli/HelpDoc/Span"

const spanText = (span: Span): string => {
  switch (span._tag) {
    case "Text":
    case "URI":
      return span.value
    case "Sequence":
      return spanText(span.left) + spanText(span.right)
    case "Highlight":
    case "Strong":
    case "Weak":
      return spanText(span.value)
  }
}

/** Text of a help document of @effect/cli without its colours, which it also writes into pipes. */
export const helpText = (doc: HelpDoc): string => {
  switch (doc._tag) {
    case "Empty":
      return ""
    case "Header":
    case "Paragraph":
      return spanText(doc.value)
    case "DescriptionList":
      return doc.definitions.map(([span, inner]) => `${spanText(span)}: ${helpText(inner)}`).join("\n")
    case "Enumeration":
      return doc.elements.map((inner) => `- ${helpText(inner)}`).join("\n")
    case "Sequence":
      return [helpText(doc.left), helpText(doc.right)].filter((text) => text !== "").join("\n")
  }
}
