// Generated from @qurl/sdk by `npm run promise`. Do not edit.
/**
 * Failures of jobs and of their journals.
 *
 * @since 0.1.0
 */
import * as Sdk from "@qurl/sdk/JournalError"
import { errorOf } from "../internal/errors.js"

/**
 * The job cannot continue.
 *
 * - `no journal`: a job was named, and no `Journal` is provided.
 * - `busy`: another worker holds it. A worker that has died loses its hold after some seconds.
 * - `lost`: this worker was silent for so long that another one has taken the job over.
 * - `changed`: the input is not the one that the job began with; `index` is the first row that differs.
 * - `expired`: the answer of a request is unknown, and the server may have forgotten it; `index` is its first row.
 * - `single worker`: several workers were asked for, and the journal serves one at a time.
 * - `not found`: the journal does not hold the job. `unfinished`: the job has not finished and cannot be removed.
 *
 * Next: do as the message says: it names the job, the row and the remedy.
 *
 * @since 0.1.0
 * @category errors
 */
export class JobError extends errorOf(Sdk.JobError) {}

/**
 * The journal could not be read or written. Nothing is sent that is not written down.
 *
 * Next: run the job again once the cause is gone.
 *
 * @since 0.1.0
 * @category errors
 */
export class JournalError extends errorOf(Sdk.JournalError) {}
