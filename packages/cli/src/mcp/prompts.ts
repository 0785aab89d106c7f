/** A prompt that the server offers: an argument and what the agent is asked to do. */
export interface Prompt {
  readonly name: string
  readonly description: string
  readonly argument: { readonly name: string; readonly description: string; readonly required: boolean }
  readonly text: (value: string) => string
}

/** Prompts with the names of the official server. */
export const prompts: ReadonlyArray<Prompt> = [
  {
    name: "audit-links",
    description: "Review the active links and suggest which to revoke.",
    argument: { name: "focus", description: "Words or a host to look for. Default: everything.", required: false },
    text: (focus) =>
      `List the active resources with list_qurls${focus === "" ? "" : `, searching for ${JSON.stringify(focus)}`}. `
      + "Follow next_cursor to the end. For each, report its target, expiry and number of links, and say which look "
      + "unused, expire late or lead to a sensitive target. Revoke nothing before I confirm."
  },
  {
    name: "rotate-access",
    description: "Replace the links of a resource.",
    argument: { name: "resource_id", description: "The resource_id or the CRID of the resource.", required: true },
    text: (id) =>
      `Show the resource ${JSON.stringify(id)} with get_qurl. Create one new link with mint_link for each active link, `
      + "with the same label and limits. After I confirm that the new links are delivered, revoke the old ones with "
      + "revoke_qurl_token. Show each new link once."
  },
  {
    name: "secure-a-service",
    description: "Put a service behind a link with sensible limits.",
    argument: { name: "target_url", description: "The http or https URL of the service.", required: true },
    text: (url) =>
      `Create a link for ${JSON.stringify(url)} with create_qurl. Ask me who it is for and for how long, and propose `
      + "expires_in, max_sessions, one_time_use and an access_policy that fit. Explain each choice in a sentence."
  }
]
