/** An address with every part escaped the same way, however it was typed. */
const even = (pathname: string) =>
  pathname
    .split('/')
    .map((typed) => {
      try {
        return encodeURIComponent(decodeURIComponent(typed))
      } catch {
        return typed
      }
    })
    .join('/')

/** Whether an address is that of a page, or of one further inside it. */
export const isWithin = (pathname: string, page: string): boolean =>
  `${even(pathname)}/`.startsWith(`${even(page)}/`)

/** The project an address is inside of. */
export function projectOf(pathname: string): string | undefined {
  return /^\/projects\/([^/]+)/.exec(pathname)?.[1]
}

/** The organization an address is inside of. */
export function orgOf(pathname: string): string | undefined {
  return /^\/organizations\/([^/]+)/.exec(pathname)?.[1]
}

/** The cluster an address is inside of. */
export function clusterOf(pathname: string): { groupId: string; clusterName: string } | undefined {
  const [, groupId, name] = /^\/projects\/([^/]+)\/clusters\/([^/]+)/.exec(pathname) ?? []
  if (groupId === undefined || name === undefined) return undefined
  try {
    return { groupId, clusterName: decodeURIComponent(name) }
  } catch {
    return undefined
  }
}
