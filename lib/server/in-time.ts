/** How long a request waits for PostgreSQL, in ms. */
const PATIENCE_MS = 10_000

/**
 * The value of a read. A late one is not canceled, because postgres.js waits for ever for a server that hangs.
 * @throws Error of the database after `ms`
 */
export async function inTime<T>(work: PromiseLike<T>, ms = PATIENCE_MS): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = new Error(`PostgreSQL did not answer within ${ms} ms.`)
      reject(Object.assign(error, { code: 'CONNECT_TIMEOUT' }))
    }, ms)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
