type OfPlan = { id: string; plan: string | null }

/** Requests by plan, each plan where its first request is. A request without a plan is alone. */
export function byPlan<R extends OfPlan>(requests: readonly R[]): Array<[R, ...R[]]> {
  const groups = new Map<string, [R, ...R[]]>()
  for (const one of requests) {
    const key = one.plan ?? one.id
    const group = groups.get(key)
    if (group) group.push(one)
    else groups.set(key, [one])
  }
  return [...groups.values()]
}
