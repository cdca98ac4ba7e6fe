/** A call as its credential is checked. `target` is path and query exactly as sent. */
export type Signed = { method: string; target: string; headers: Pick<Headers, 'get' | 'has'> }
