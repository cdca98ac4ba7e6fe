import { htmlSafe, page } from './pages'
import { type SandboxSlack, type SlackMessage, slackUsers } from './slack'

const wordsOf = (text: string | { text: string } | undefined) =>
  htmlSafe(typeof text === 'string' ? text : (text?.text ?? ''))

function blockHtml(block: SlackMessage['blocks'][number], ts: string): string {
  const { type, text, fields = [], elements = [] } = block
  if (type === 'header') return `<h2>${wordsOf(text)}</h2>`
  if (type === 'section')
    return [text, ...fields]
      .filter((one) => one !== undefined)
      .map((one) => `<p style="white-space:pre-line">${wordsOf(one)}</p>`)
      .join('')
  if (type === 'context')
    return `<p class="dim">${elements.map(({ text: t }) => wordsOf(t)).join(' ')}</p>`
  if (type !== 'actions') return ''
  return `<form method="post" action="/slack/press"><input type="hidden" name="ts" value="${htmlSafe(ts)}"><p>${userField()} ${elements
    .map((button) =>
      button.url
        ? `<a href="${htmlSafe(button.url)}" target="_blank" rel="noreferrer">${wordsOf(button.text)}</a>`
        : `<button name="action" value="${htmlSafe(button.action_id ?? '')}">${wordsOf(button.text)}</button>`,
    )
    .join(' ')}</p></form>`
}

const userField = () =>
  `<label>As <select name="user">${slackUsers.map((user) => `<option>${user}</option>`).join('')}</select></label>`

// Slack's `<address|words>`.
const linked = (text: string) =>
  htmlSafe(text).replaceAll(
    /&#60;(https?:[^|&]+(?:&#38;[^|&]+)*)\|([^&]+)&#62;/g,
    '<a href="$1" target="_blank" rel="noreferrer">$2</a>',
  )

/** The messages of the sandbox's Slack, with buttons that work. */
export const slackPage = ({ messages, ephemerals, views }: SandboxSlack, problem = '') =>
  page(
    'Slack',
    [
      problem && `<section><p class="bad">${htmlSafe(problem)}</p></section>`,
      ...views.map(
        ({ user }) =>
          `<section><h2>Deny request</h2><form method="post" action="/slack/submit"><input type="hidden" name="user" value="${htmlSafe(user)}"><p><label>Reason<br><textarea name="reason" rows="3" style="width:100%"></textarea></label></p><button>Deny</button></form></section>`,
      ),
      ...ephemerals
        .toReversed()
        .slice(0, 5)
        .map(
          ({ user, text }) =>
            `<section><small>Only ${htmlSafe(user)} sees this</small><p>${linked(text)}</p></section>`,
        ),
      ...messages
        .toReversed()
        .map(
          ({ blocks, ts, edits }) =>
            `<article>${blocks.map((block) => blockHtml(block, ts)).join('')}<small>${
              edits > 0 ? `Edited ${edits === 1 ? 'once' : `${edits} times`}` : 'Posted'
            }</small></article>`,
        ),
      messages.length === 0 && '<section><p class="dim">No messages yet.</p></section>',
    ]
      .filter(Boolean)
      .join(''),
    views.length === 0 && problem === '',
  )
