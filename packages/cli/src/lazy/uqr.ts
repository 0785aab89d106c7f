// A module of its own, which commands load when they show a QR code.
export { renderUnicodeCompact } from "uqr"
