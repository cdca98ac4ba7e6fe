import type { KnownBlock, ModalView } from '@slack/web-api'
import { oneLine, type Told } from './words'

/** The ids of the buttons. */
export const press = {
  open: 'gatehouse_open',
  onIt: 'gatehouse_on_it',
  deny: 'gatehouse_deny',
} as const

// Slack reads no markup and no mentions in it.
const plain = (text: string, most: number) => ({
  type: 'plain_text' as const,
  text: text.length > most ? `${text.slice(0, most - 1)}…` : text || '–',
  emoji: false,
})

/** For notifications of the operating system, where Slack reads markup: its three signs are escaped. */
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** The content of a message. `attended` are the names of those who are on it. */
export function blocksOf(
  told: Told,
  link: string,
  attended: readonly string[],
): { text: string; blocks: KnownBlock[] } {
  const { headline, about, facts, reason } = told
  const blocks: KnownBlock[] = [
    { type: 'header', text: plain(headline, 150) },
    { type: 'section', text: plain(about, 3000) },
  ]
  if (facts.length > 0)
    blocks.push({
      type: 'section',
      fields: facts.slice(0, 10).map(([name, value]) => plain(`${name}\n${value}`, 2000)),
    })
  if (reason !== undefined) blocks.push({ type: 'section', text: plain(`Reason: ${reason}`, 3000) })
  if (attended.length > 0)
    blocks.push({
      type: 'context',
      elements: [plain(`On it: ${attended.map((name) => oneLine(name)).join(', ')}`, 2000)],
    })
  blocks.push({ type: 'actions', elements: buttonsOf(told, link) })
  return { text: escaped(`${headline}: ${about}`), blocks }
}

/** Approving is a link: it needs the sign-in, and a fresh one where the policy asks for it. */
function buttonsOf({ request, plan }: Told, link: string) {
  const open = {
    type: 'button' as const,
    action_id: press.open,
    text: plain(request?.state === 'pending' ? 'Open to approve' : 'Open', 75),
    url: link,
  }
  // One button must not decide on one request of several.
  if (request?.state !== 'pending' || plan !== undefined) return [open]
  const value = `${request.id} ${request.digest}`
  return [
    open,
    { type: 'button' as const, action_id: press.onIt, text: plain('I’m on it', 75), value },
    {
      type: 'button' as const,
      action_id: press.deny,
      text: plain('Deny', 75),
      value,
      style: 'danger' as const,
    },
  ]
}

/** The dialog that asks for the reason of a denial. */
export const denyDialog = (about: string, value: string): ModalView => ({
  type: 'modal',
  callback_id: press.deny,
  private_metadata: value,
  title: plain('Deny request', 24),
  submit: plain('Deny', 24),
  close: plain('Cancel', 24),
  blocks: [
    { type: 'section', text: plain(about, 3000) },
    {
      type: 'input',
      block_id: 'reason',
      label: plain('Reason, so that the requester knows what to change', 150),
      element: {
        type: 'plain_text_input',
        action_id: 'text',
        multiline: true,
        min_length: 5,
        max_length: 1000,
      },
    },
  ],
})
