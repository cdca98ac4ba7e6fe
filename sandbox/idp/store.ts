type Stored = { payload: Payload; endsAt: number }
type Payload = Record<string, unknown> & { grantId?: string; uid?: string; consumed?: number }

/** Codes and tokens. The sign-in under way also names its grant, and goes on when another person signs in. */
const revocable = /^(?:AccessToken|AuthorizationCode|RefreshToken):/

/**
 * Keeps oidc-provider's sessions, codes and tokens in memory. Each provider has its own, so that two sandboxes in one
 * process share nothing. After a restart, people sign in again.
 */
export function memoryStore() {
  const all = new Map<string, Stored>()

  const live = (key: string): Payload | undefined => {
    const stored = all.get(key)
    if (!stored) return undefined
    if (stored.endsAt > Date.now()) return stored.payload
    all.delete(key)
    return undefined
  }

  const sweep = () => {
    const now = Date.now()
    for (const [key, { endsAt }] of all) if (endsAt <= now) all.delete(key)
  }

  return (model: string) => {
    const keyOf = (id: string) => `${model}:${id}`
    return {
      async upsert(id: string, payload: Payload, expiresInSeconds?: number) {
        if (all.size > 2000) sweep()
        const endsAt = expiresInSeconds ? Date.now() + expiresInSeconds * 1000 : Infinity
        all.set(keyOf(id), { payload, endsAt })
      },
      async find(id: string) {
        return live(keyOf(id))
      },
      async findByUid(uid: string) {
        for (const [key, { payload }] of all)
          if (key.startsWith(keyOf('')) && payload.uid === uid) return live(key)
        return undefined
      },
      async findByUserCode() {
        return undefined
      },
      async consume(id: string) {
        const payload = live(keyOf(id))
        if (payload) payload.consumed = Math.floor(Date.now() / 1000)
      },
      async destroy(id: string) {
        all.delete(keyOf(id))
      },
      async revokeByGrantId(grantId: string) {
        for (const [key, { payload }] of all)
          if (payload.grantId === grantId && revocable.test(key)) all.delete(key)
      },
    }
  }
}
