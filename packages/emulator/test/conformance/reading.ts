/** The part of a link that opens it. */
export const tokenOf = (link: string): string => link.slice(link.indexOf("#") + 1)

export const idOf = ({ resource_id }: { readonly resource_id: string }): string => resource_id
