import { createHash } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { accepted, call } from './http'
import type { Sink } from './sink'

/** Posts checkpoints to a URL, signed by the Standard Webhooks specification. The id is stable, so receivers can skip repeats. */
export const webhookSink = (settings: {
  name: string
  required: boolean
  url: string
  secret: string
}): Sink => ({
  name: settings.name,
  required: settings.required,
  async send({ origin, size, root, note, made_at }, signal) {
    // A log that was restored from a backup can have another checkpoint of the same size, which is no repeat.
    const mark = createHash('sha256').update(note).digest('hex').slice(0, 16)
    const id = `checkpoint_${origin.replace(/[^\w.-]/g, '-')}_${size}_${mark}`
    const now = new Date()
    const body = JSON.stringify({
      type: 'audit.checkpoint',
      timestamp: made_at.toISOString(),
      data: { origin, size, root, note },
    })
    accepted(
      await call(settings.url, {
        method: 'POST',
        signal,
        body,
        headers: {
          'content-type': 'application/json',
          'webhook-id': id,
          'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
          'webhook-signature': new Webhook(settings.secret).sign(id, now, body),
        },
      }),
    )
  },
})
