/** A delivery (migrations/0130_notifications.sql). */
export type DeliveryRow = {
  id: number
  notification_id: string
  channel: string
  recipient: string
  seq: number
  request_id: string | null
  state: 'waiting' | 'delivered' | 'dead'
  attempts: number
  token: number
  next_at: Date
  status: number | null
  note: string | null
  created_at: Date
  settled_at: Date | null
}

/**
 * What an attempt came to. `retry` may work later; `dead` will not without a person; `gone` turns the channel off (HTTP
 * 410). `note` is shown to admins, so it contains no secret and no text of a request.
 */
export type Outcome =
  | { kind: 'delivered'; status?: number }
  | { kind: 'retry' | 'dead' | 'gone'; note: string; status?: number; afterSeconds?: number }
