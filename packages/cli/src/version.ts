/** The version of this package; a test keeps it equal to the one in package.json. */
export const version = "0.0.0"

const systems: Readonly<Record<string, string>> = { win32: "windows" }
const architectures: Readonly<Record<string, string>> = { x64: "amd64", ia32: "386" }

/** The line that scripts read, in the words of the official command: `qurl version 1.2.3 (linux/amd64)`. */
export const versionLine = `qurl version ${version} (${systems[process.platform] ?? process.platform}/${
  architectures[process.arch] ?? process.arch
})\n`
