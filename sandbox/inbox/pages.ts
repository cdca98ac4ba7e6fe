import type { Hook } from './hooks'
import type { Mail } from './mail'

const style = `
:root{color-scheme:light dark;--ink:#1d2433;--dim:#5a6478;--line:#d9dee8;--page:#f4f6fa;--card:#fff;--accent:#0b6b57;--bad:#b3261e}
@media (prefers-color-scheme:dark){:root{--ink:#e8ecf4;--dim:#9aa5b8;--line:#2f3848;--page:#10141c;--card:#181e29;--accent:#4fd1b0;--bad:#ff8a80}}
*{box-sizing:border-box}
body{margin:0;padding:24px 16px;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:860px;margin:0 auto;display:grid;grid-template-columns:minmax(0,1fr);gap:16px}
nav{display:flex;flex-wrap:wrap;gap:16px}
a{color:var(--accent)}
h1{font-size:1.35rem;margin:0}
article,section{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:16px;overflow-wrap:anywhere}
p,dl{margin:0 0 8px}
dt{color:var(--dim);font-size:.875rem}
dd{margin:0 0 6px}
small,.dim{color:var(--dim)}
.bad{color:var(--bad)}
pre{white-space:pre-wrap;overflow-wrap:anywhere;margin:8px 0 0;font-size:.8125rem}
iframe{width:100%;height:420px;border:1px solid var(--line);border-radius:8px;background:#fff}
`

export const htmlSafe = (text: string) => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`)

export const page = (title: string, body: string, refresh = false) =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">${
    refresh ? '<meta http-equiv="refresh" content="5">' : ''
  }<title>${htmlSafe(title)}</title><style>${style}</style></head><body><main><nav aria-label="Inbox"><a href="/">Inbox</a><a href="/mails">Mail</a><a href="/hooks">Webhooks</a><a href="/slack">Slack</a></nav><h1>${htmlSafe(title)}</h1>${body}</main></body></html>`

const none = (what: string) => `<section><p class="dim">No ${what} yet.</p></section>`

export const indexPage = (mails: number, hooks: number) =>
  page(
    'Sandbox inbox',
    `<section><p>What Gatehouse sent. Nothing here leaves this machine.</p><p><a href="/mails">Mail</a> <small>${mails}</small></p><p><a href="/hooks">Webhooks</a> <small>${hooks}</small></p><p><a href="/slack">Slack</a></p></section>`,
    true,
  )

const headerOf = (mail: Mail, name: string) =>
  mail.headers.find((one) => one.name.toLowerCase() === name)?.value ?? ''

export const mailsPage = (mails: readonly Mail[]) =>
  page(
    'Mail',
    mails.length === 0
      ? none('mail')
      : mails
          .toReversed()
          .map(
            (mail) =>
              `<article><p><a href="/mails/${mail.id}">${htmlSafe(headerOf(mail, 'subject') || '(no subject)')}</a></p><small>To ${htmlSafe(mail.to.join(', '))}, ${mail.at}</small></article>`,
          )
          .join(''),
    true,
  )

export const mailPage = (mail: Mail) =>
  page(
    headerOf(mail, 'subject') || '(no subject)',
    `<section><dl><dt>From</dt><dd>${htmlSafe(headerOf(mail, 'from'))}</dd><dt>To</dt><dd>${htmlSafe(mail.to.join(', '))}</dd><dt>Received</dt><dd>${mail.at}</dd></dl></section>
<section><h2>Text</h2><pre>${htmlSafe(mail.text)}</pre></section>
<section><h2>HTML</h2><iframe title="HTML" sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="${htmlSafe(mail.html)}"></iframe></section>
<section><details><summary>Source</summary><pre>${htmlSafe(mail.raw)}</pre></details></section>`,
  )

const said = (text: string) => {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}

export const hookPage = (hooks: readonly Hook[]) =>
  page(
    'Webhooks',
    hooks.length === 0
      ? none('webhooks')
      : hooks
          .toReversed()
          .map(
            (hook) =>
              `<article><p>${
                hook.problem === null
                  ? 'Signature valid'
                  : `<span class="bad">Signature invalid: ${htmlSafe(hook.problem)}</span>`
              } <small>${hook.at}, answered ${hook.answered}</small></p><small>${htmlSafe(hook.headers['webhook-id'] ?? '')}</small><pre>${htmlSafe(said(hook.body))}</pre></article>`,
          )
          .join(''),
    true,
  )

export const notFoundPage = () => page('Not found', '<section><p>Nothing is here.</p></section>')
