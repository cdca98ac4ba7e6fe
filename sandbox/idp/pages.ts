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
li{display:grid;grid-template-columns:128px 1fr;gap:14px;align-items:center}
button{font:inherit;font-weight:600;padding:9px 12px;border:1px solid var(--line);border-radius:9px;background:transparent;color:var(--ink);cursor:pointer;text-align:left;width:100%}
button:hover{border-color:var(--accent);color:var(--accent)}
button:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
span{color:var(--dim);font-size:.875rem;line-height:1.35}
span b{display:block;color:var(--ink);font-weight:500}
small{display:block;margin-top:18px;color:var(--dim)}
@media (max-width:420px){li{grid-template-columns:1fr;gap:4px}}
`

export const htmlSafe = (text: string) => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`)

const page = (title: string, body: string) =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${htmlSafe(title)}</title><style>${style}</style></head><body><main>${body}</main></body></html>`

/** One button per persona; the button's name is the persona's name and nothing else. */
export const signInPage = (uid: string, isAgain: boolean) =>
  page(
    'Sandbox sign-in',
    `<h1>Sandbox sign-in</h1>
<p>${isAgain ? 'Confirm that it is you: choose the same person again.' : 'Nobody here is real. Choose who you want to be.'}</p>
<form method="post" action="/interaction/${encodeURIComponent(uid)}"><ul>${personas
      .map(
        (p) =>
          `<li><button name="persona" value="${p.name}" aria-describedby="about-${p.name}">${p.name}</button><span id="about-${p.name}"><b>${htmlSafe(p.displayName)}</b>${htmlSafe(p.may)}</span></li>`,
      )
      .join('')}</ul></form>
<small>This identity provider is part of Gatehouse's sandbox. It asks for no password and belongs on no network.</small>`,
  )

/** Submits the provider's own confirmation at once; the button stays for a browser without scripts. */
export const signOutPage = (form: string, nonce: string) =>
  page(
    'Signing out',
    `<h1>Signing out…</h1>${form}
<noscript><p>One more step.</p></noscript>
<button form="op.logoutForm" name="logout" value="yes">Sign out</button>
<script nonce="${nonce}">document.querySelector('button').click()</script>`,
  )

/** Asks first: nothing proves that the person meant it. */
export const confirmSignOutPage = (form: string) =>
  page(
    'Sign out',
    `<h1>Sign out of the sandbox?</h1><p>The application that sent you here did not prove that you asked for it.</p>${form}
<button form="op.logoutForm" name="logout" value="yes">Sign out</button>`,
  )

export const signedOutPage = () =>
  page('Signed out', '<h1>Signed out</h1><p>You can close this page.</p>')

export const errorPage = (sentence: string) =>
  page(
    'Sign-in failed',
    `<h1>This sign-in cannot go on</h1><p>${htmlSafe(sentence)}</p><p>Go back to the application and start again.</p>`,
  )
