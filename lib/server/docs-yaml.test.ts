import { generateKeyPairSync } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { loadConfiguration } from './configuration'
import { configured } from './testing/configured'

const FENCE = /^( *)```yaml\n([\s\S]+?)^ *```/gm

const pages = readdirSync('docs').filter((name) => name.endsWith('.md'))
const examples = pages.flatMap((name) =>
  [...readFileSync(`docs/${name}`, 'utf8').matchAll(FENCE)].map(([, indent, text = ''], i) => {
    const more: Record<string, unknown> = parse(text.replaceAll(new RegExp(`^${indent}`, 'gm'), ''))
    return [`${name}, example ${i + 1}`, more, text] as const
  }),
)
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })

/** The others are of Prometheus. */
const isOurs = (more: object) => !('scrape_configs' in more || 'groups' in more)

/** The groups that the examples of a policy name. */
const bindings = ['site-reliability', 'service-owners', 'platform-leads'].flatMap((group) =>
  ['approver', 'break-glass'].map((role) => ({ group, role, scope: { all: true } })),
)

test.each(examples.filter(([, more]) => isOurs(more)))(
  '%s of the documentation is a valid part of gatehouse.yaml',
  (_, { signIn, policy, ...more }, text) => {
    const rules = { rules: [{ name: 'everything' }], ...Object(policy) }
    configured({ signIn: Object(signIn), more: { bindings, policy: rules, ...more } })
    for (const [, variable = ''] of text.matchAll(/\b([A-Z]+(?:_[A-Z]+)+)\b/g))
      process.env[variable] = `whsec_${Buffer.alloc(32).toString('base64')}`
    process.env.OIDC_CLIENT_KEY = String(privateKey.export({ type: 'pkcs8', format: 'pem' }))
    expect(() => loadConfiguration()).not.toThrow()
  },
)
