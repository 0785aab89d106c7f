// A chunk of its own: a bundled CommonJS package has named exports only behind a static import.
export { parse } from "yaml"
