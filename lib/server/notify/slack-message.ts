import type { NotificationRow } from './channels'
import type { DeliveryRow, Outcome } from './delivery'

export async function postToSlack(
  _n: NotificationRow,
  _row: DeliveryRow,
  _name: string,
): Promise<Outcome> {
  return { kind: 'dead', note: 'Slack is not set up.' }
}
