import { join } from "node:path"
import ts from "typescript"
import { exportsOf, nameOf, parse } from "./declaration.js"
import { docs, sourcesIn } from "./pages.js"

/** A service of the SDK, its methods, and its page. */
interface Service {
  readonly name: string
  readonly methods: ReadonlyArray<string>
  readonly page: string
}

const pageOf = (service: string) => {
  const name = service === "Qurl" ? "Qurls" : service
  return join(docs, "api", `${name.replace(/(?!^)([A-Z])/g, "-$1").toLowerCase()}.md`)
}

/** By the interfaces whose names end in `Service`. */
export const services: ReadonlyArray<Service> = sourcesIn("sdk").map(parse).flatMap(exportsOf).flatMap((node) => {
  const name = nameOf(node)
  if (!ts.isInterfaceDeclaration(node) || !/.Service$/.test(name)) return []
  const service = name.slice(0, -"Service".length)
  return [{
    name: service,
    methods: node.members.flatMap((member) => member.name === undefined ? [] : [member.name.getText()]),
    page: pageOf(service)
  }]
})
