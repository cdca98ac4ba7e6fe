import { personas } from './personas'

const style = `
:root{color-scheme:light dark;--ink:#1d2433;--dim:#5a6478;--line:#d9dee8;--page:#f4f6fa;--card:#fff;--accent:#0b6b57}
@media (prefers-color-scheme:dark){:root{--ink:#e8ecf4;--dim:#9aa5b8;--line:#2f3848;--page:#10141c;--card:#181e29;--accent:#4fd1b0}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:24px;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{width:100%;max-width:460px;background:var(--card);border:1px solid var(--line);border-radius:14px;padding:28px}
h1{font-size:1.35rem;margin:0 0 4px}
p{margin:0 0 16px;color:var(--dim)}
ul{list-style:none;margin:0;padding:0;display:grid;gap:8px}
button{font:inherit;padding:9px 12px;border:1px solid var(--line);border-radius:9px;background:transparent;color:var(--ink);cursor:pointer;text-align:left;width:100%}
button:hover{border-color:var(--accent)}
button:hover strong{color:var(--accent)}
button:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
button.person{display:grid;grid-template-columns:112px 1fr;gap:14px;align-items:center}
strong{font-weight:600}
button span{color:var(--dim);font-size:.875rem;line-height:1.35}
button b{display:block;color:var(--ink);font-weight:500}
small{display:block;margin-top:18px;color:var(--dim)}
.mark{display:flex;align-items:center;gap:8px;margin:0 0 18px;color:var(--ink);font-weight:600}
.mark svg{width:24px;height:24px;color:var(--accent)}
@media (max-width:420px){button.person{grid-template-columns:1fr;gap:4px}}
`

export const htmlSafe = (text: string) => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`)

// Gatehouse's mark, as in components/ui/logo.tsx; nothing here imports the console.
const mark =
  '<p class="mark"><svg viewBox="0 0 32 32" fill="none" stroke="currentColor" stroke-linecap="round" aria-hidden="true"><path d="M5 27V14.5a11 11 0 0 1 22 0V27" stroke-width="3"/><path d="M11 27V15.5M16 27V10.5M21 27V15.5M8 20.5h16" stroke-width="2"/></svg>Gatehouse sandbox</p>'

const page = (title: string, body: string) =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${htmlSafe(title)}</title><style>${style}</style></head><body><main>${mark}${body}</main></body></html>`

/** One button for each persona. Its accessible name is the persona's name. */
export const signInPage = (uid: string, isAgain: boolean) =>
  page(
    'Sign in',
    `<h1>${isAgain ? 'Confirm who you are' : 'Sign in'}</h1>
<p>${isAgain ? 'Choose the same person again.' : 'Choose a person. There are no passwords, and nobody here is real.'}</p>
<form method="post" action="/interaction/${encodeURIComponent(uid)}"><ul>${personas
      .map(
        ({ name, displayName, may }) =>
          `<li><button class="person" name="persona" value="${name}" aria-labelledby="name-${name}" aria-describedby="about-${name}"><strong id="name-${name}">${name}</strong><span id="about-${name}"><b>${htmlSafe(displayName)}</b>${htmlSafe(may)}</span></button></li>`,
      )
      .join('')}</ul></form>
<small>This identity provider is part of the Gatehouse sandbox. Never expose it to a network.</small>`,
  )

/** Submits the provider's own confirmation at once; the button is for browsers without scripts. */
export const signOutPage = (form: string, nonce: string) =>
  page(
    'Signing out',
    `<h1>Signing out…</h1>${form}
<noscript><p>Press the button to finish.</p></noscript>
<button form="op.logoutForm" name="logout" value="yes">Sign out</button>
<script nonce="${nonce}">document.querySelector('button').click()</script>`,
  )

/** Asks first, since any site could have sent the person here. */
export const confirmSignOutPage = (form: string) =>
  page(
    'Sign out',
    `<h1>Sign out of the sandbox?</h1><p>The application that sent you here did not include your ID token, so please confirm.</p>${form}
<button form="op.logoutForm" name="logout" value="yes">Sign out</button>`,
  )

export const signedOutPage = () =>
  page('Signed out', '<h1>Signed out</h1><p>You can close this page.</p>')

export const errorPage = (sentence: string) =>
  page(
    'Sign-in failed',
    `<h1>Sign-in failed</h1><p>${htmlSafe(sentence)}</p><p>Go back to the application and start again.</p>`,
  )
