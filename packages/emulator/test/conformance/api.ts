import { assert } from "@effect/vitest"
import { Effect } from "effect"
import { Emulator, TestKey } from "../../src/index.js"
import type { Json } from "../support/json.js"
import { type Coverage, pair } from "./description/coverage.js"
import { type Operation, operationOf, type Response } from "./description/description.js"
import { complaints, schema } from "./description/schemas.js"
import { beyond, furtherCodes } from "./exceptions.js"

export interface Call {
  readonly path?: { readonly [name: string]: string }
  readonly query?: { readonly [name: string]: string | number }
  readonly body?: unknown
  /** Instead of a body. */
  readonly text?: string
  readonly key?: string
  /** Default: everything is allowed. `null` sends none. */
  readonly credential?: string | null
  readonly headers?: { readonly [name: string]: string }
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly json: Json
}

export interface Api {
  /** Sends one request, and holds what comes back to the description. */
  readonly send: (operation: string, call?: Call) => Effect.Effect<Answer, never, Emulator>
  /** The same, where that status is expected, with the data of a success or the problem of a failure. */
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly expect: (status: number, operation: string, call?: Call) => Effect.Effect<any, never, Emulator>
}

const asType = (type: string, text: string | number): unknown =>
  type === "integer" && /^-?\d+$/.test(String(text)) ? Number(text) : text

const urlOf = (operation: Operation, { path = {}, query = {} }: Call): string => {
  const filled = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(path[name] ?? "missing"))
  const search = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)])).toString()
  return search === "" ? filled : `${filled}?${search}`
}

const kindOf = (credential: string): string => credential.startsWith("lv_") ? "apiKey" : "jwt"

/** Objections of the description to a request. */
const asked = (operation: Operation, call: Call): ReadonlyArray<string> => {
  const said: Array<string> = []
  const sent: { readonly [place: string]: { readonly [name: string]: string | number } } = {
    path: call.path ?? {},
    query: call.query ?? {},
    header: call.key === undefined ? {} : { "Idempotency-Key": call.key }
  }
  for (const parameter of operation.parameters) {
    const value = sent[parameter.in]?.[parameter.name]
    if (value !== undefined) {
      const wrong = complaints("asked", parameter.pointer, asType(parameter.type, value))
      said.push(...wrong.map((text) => `${parameter.name}${text}`))
    } else if (parameter.required) said.push(`${parameter.name} is missing`)
  }
  for (const name of Object.keys(sent["query"] ?? {})) {
    if (!operation.parameters.some((parameter) => parameter.name === name)) said.push(`${name} is undeclared`)
  }
  if (operation.body !== undefined) said.push(...complaints("asked", operation.body, call.body))
  const credential = call.credential === undefined ? TestKey.full : call.credential
  if (operation.credentials.length > 0 && !operation.credentials.includes(kindOf(credential ?? "lv_"))) {
    said.push("the credential is of the wrong kind")
  }
  return said
}

const wrongBody = (response: Response, answer: Answer): ReadonlyArray<string> => {
  if (response.content.size === 0) return answer.text === "" ? [] : ["a body, where none is declared"]
  const type = answer.headers.get("content-type") ?? ""
  const pointer = response.content.get(type)
  return pointer === undefined ? [`the content type ${type}`] : complaints("answered", pointer, answer.json)
}

const wrongProblem = (url: string, answer: Answer): ReadonlyArray<string> => {
  const { instance, status } = answer.json?.error ?? {}
  return [
    ...(status === answer.status ? [] : [`the problem has the status ${status}`]),
    ...(instance === url.split("?", 1)[0] ? [] : [`the problem has the instance ${instance}`])
  ]
}

/** A harness that knows the API from its description and from nothing else. */
export const make = (coverage: Coverage): Api => {
  const wrongHeaders = (operation: Operation, response: Response, answer: Answer): ReadonlyArray<string> =>
    [...response.headers].flatMap(([name, { pointer, type }]) => {
      const text = answer.headers.get(name)
      if (text !== null) coverage.headers.add(`${pair(operation.id, answer.status)} ${name}`)
      else if (name === "retry-after") return ["Retry-After is missing"]
      return text === null ? [] : complaints("answered", pointer, asType(type, text)).map((wrong) => `${name}${wrong}`)
    })

  const wrongCode = (operation: Operation, { codes, status }: Response, code: string): ReadonlyArray<string> => {
    if (codes.includes(code)) return []
    const answer = `${pair(operation.id, status)} ${code}`
    if (furtherCodes[answer] === undefined) return [`the code ${code} is not known there`]
    coverage.furtherCodes.add(answer)
    return []
  }

  const wrong = (operation: Operation, url: string, call: Call, answer: Answer): ReadonlyArray<string> => {
    const { status } = answer
    const response = operation.responses.get(status)
    const code = String(answer.json?.error?.code)
    const exceptions = beyond.filter((entry) =>
      entry.status === status && entry.applies(operation) && entry.codes.includes(code)
    )
    if (response === undefined || (exceptions.length > 0 && !response.codes.includes(code))) {
      if (exceptions.length === 0) return ["the status is not declared"]
      for (const { reason } of exceptions) coverage.exceptions.add(reason)
      const type = answer.headers.get("content-type")
      return [
        ...(type === "application/problem+json" ? [] : [`the content type ${type}`]),
        ...complaints("answered", schema("ErrorEnvelope"), answer.json),
        ...wrongProblem(url, answer)
      ]
    }
    coverage.answers.add(pair(operation.id, status))
    return [
      ...wrongBody(response, answer),
      ...wrongHeaders(operation, response, answer),
      ...(answer.headers.get("content-type") === "application/problem+json"
        ? [...wrongProblem(url, answer), ...wrongCode(operation, response, code)]
        : []),
      ...(status < 300 ? asked(operation, call).map((text) => `granted, although ${text}`) : [])
    ]
  }

  const send = (id: string, call: Call = {}) =>
    Effect.gen(function*() {
      const { url } = yield* Emulator
      const operation = operationOf(id)
      const address = urlOf(operation, call)
      const credential = call.credential === undefined ? TestKey.full : call.credential
      const body = call.text ?? (call.body === undefined ? undefined : JSON.stringify(call.body))
      const answer = yield* Effect.promise(async (signal): Promise<Answer> => {
        const response = await fetch(url + address, {
          method: operation.method,
          redirect: "manual",
          signal,
          headers: {
            accept: "application/json",
            ...(credential === null ? {} : { authorization: `Bearer ${credential}` }),
            ...(call.key === undefined ? {} : { "idempotency-key": call.key }),
            ...(body === undefined ? {} : { "content-type": "application/json" }),
            ...call.headers
          },
          ...(body === undefined ? {} : { body })
        })
        const text = await response.text()
        const isJson = response.headers.get("content-type")?.includes("json") === true
        return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : undefined }
      })
      const said = wrong(operation, address, call, answer)
      if (said.length > 0) {
        assert.fail(
          `${id} (${operation.method} ${address}) answers ${answer.status}: ${said.join("; ")}\n${answer.text}`
        )
      }
      return answer
    })

  return {
    send,
    expect: (status, id, call) =>
      Effect.map(send(id, call), (answer) => {
        assert.strictEqual(answer.status, status, `${id}: ${answer.text}`)
        return answer.json?.error ?? answer.json?.data
      })
  }
}
