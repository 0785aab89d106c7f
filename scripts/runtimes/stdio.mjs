// For runtimes with a command line: the options are an argument, the report is what is printed.
import { smoke } from "./smoke.mjs"

console.log(JSON.stringify(await smoke(JSON.parse(process.argv[2]))))
