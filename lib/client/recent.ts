/** What was visited recently, newest first, kept in this browser. */
const recent = (key: string, kept: number) => {
  const list = (): readonly string[] => {
    try {
      const found: unknown = JSON.parse(localStorage.getItem(key) ?? '[]')
      return Array.isArray(found) ? found.filter((id) => typeof id === 'string') : []
    } catch {
      return []
    }
  }
  const visited = (id: string): void => {
    try {
      const rest = list().filter((other) => other !== id)
      localStorage.setItem(key, JSON.stringify([id, ...rest].slice(0, kept)))
    } catch {}
  }
  return { list, visited }
}

export const { list: recentProjects, visited } = recent('gatehouse:recent-projects', 5)
export const { list: recentOperations, visited: usedOperation } = recent(
  'gatehouse:recent-operations',
  8,
)
