import { randomUUID } from "node:crypto"
import { hostname } from "node:os"

/** Workers of this process. After a restart a process can have the number of the one before it, as in containers. */
const ours = new Set<string>()

const host = hostname()

/** Identity of a worker of this process, unique among all workers. */
export const make = (): string => {
  const worker = `${host}/${process.pid}/${randomUUID()}`
  ours.add(worker)
  return worker
}

export const end = (worker: string): void => {
  ours.delete(worker)
}

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: the process runs, under another user.
    return error instanceof Error && "code" in error && error.code === "EPERM"
  }
}

/**
 * Checks if a worker of this machine has died, which means that its process is gone. The result is false for workers of
 * other machines, which cannot be checked.
 */
export const isDead = (worker: string): boolean => {
  const [its, pid] = worker.split("/")
  if (its !== host) return false
  return Number(pid) === process.pid ? !ours.has(worker) : !isRunning(Number(pid))
}
