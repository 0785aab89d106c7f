/** Runs one of the programs and tells what it cost from the start of the process: `measured.js PROGRAM`. */
const [program] = process.argv.slice(2)
await import(`./programs/${program}.js`)
const { system, user } = process.cpuUsage()
process.stdout.write(JSON.stringify({ cpu: (system + user) / 1000, wall: performance.now() }))
process.exit(0)
