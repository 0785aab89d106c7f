// One line that sums up a test run in CI, in a form that any log reader understands: alone on its line and after
// everything else. `.ci/run` keeps it in a file, to print it last.
import { writeFileSync } from "node:fs"

export default class Summary {
  onTestRunEnd(modules, unhandledErrors) {
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    const count = (state) => tests.filter((test) => test.result().state === state).length
    // A file that cannot be loaded and an error outside any test fail the run without failing a test.
    const broken = modules.filter((module) => module.errors().length > 0).length + unhandledErrors.length
    const line = `${count("passed")} passed, ${count("failed") + broken} failed, ${count("skipped")} skipped\n`
    const file = process.env.QURL_TEST_SUMMARY
    process.once("exit", () => file === undefined ? process.stdout.write(line) : writeFileSync(file, line))
  }
}
