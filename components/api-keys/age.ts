/** When Atlas made something, from its id: the first eight digits are the seconds since 1970. Undefined for other ids. */
export function createdAt(id: string): string | undefined {
  const seconds = /^[0-9a-f]{24}$/.test(id) ? Number.parseInt(id.slice(0, 8), 16) : 0
  return seconds > 0 ? new Date(seconds * 1000).toISOString() : undefined
}
