/** The recently visited projects, newest first, kept in this browser. */
const KEY = 'gatehouse:recent-projects'
const KEPT = 5

export function recentProjects(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]')
    return Array.isArray(kept) ? kept.filter((id) => typeof id === 'string') : []
  } catch {
    return []
  }
}

export function visited(groupId: string): void {
  try {
    const rest = recentProjects().filter((id) => id !== groupId)
    localStorage.setItem(KEY, JSON.stringify([groupId, ...rest].slice(0, KEPT)))
  } catch {}
}
