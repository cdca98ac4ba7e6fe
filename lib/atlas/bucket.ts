/** A token bucket: what is left, and when it was last filled, in ms. */
export type Bucket = { left: number; at: number }

/** Refills for the time since then, up to `burst`. `now` is in ms. */
export function refill(bucket: Bucket, perMinute: number, burst: number, now: number): void {
  bucket.left = Math.min(burst, bucket.left + ((now - bucket.at) / 60_000) * perMinute)
  bucket.at = now
}
