import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { updateSamlProvider } from '@/lib/ops/provider-changes'
import { shapeProvider } from './provider-form'

const opened = {
  protocol: 'SAML',
  id: '6238513e765aeb25ee8e1956',
  oktaIdpId: '0oa1abc2def3ghi4jkl5',
  displayName: 'Okta',
}
const body = `MII${'A'.repeat(100)}==`
const one = `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----`
const pemOf = (kind: string) => `-----BEGIN ${kind}-----\nMIIA\n-----END ${kind}-----\n`
const shaped = (certificate: string) =>
  z
    .object({ pemFileInfo: z.object({ certificates: z.array(z.object({ content: z.string() })) }) })
    .parse(shapeProvider({ opened, changes: { certificate } }).changes)
    .pemFileInfo.certificates.map(({ content }) => content)

describe('pasted certificates', () => {
  test.each([
    ['a chain', `${one}\n${one}\n`, 2],
    ['with line ends of Windows', `${one}\n`.replaceAll('\n', '\r\n'), 1],
    [
      'from openssl pkcs12',
      `Bag Attributes\n    localKeyID: 01 02\n    friendlyName: idp\nsubject=CN = idp\nissuer=CN = ca\n${one}\n`,
      1,
    ],
    ['from openssl s_client', ` 0 s:CN = idp\n   i:CN = ca\n${one}\n 1 s:CN = ca\n${one}`, 2],
    ['with a comment', `# Okta, 2026\n${one}`, 1],
    ['after a byte order mark', `\ufeff${one}`, 1],
    ['without its first and last line', `\n  ${body.slice(0, 40)}\n  ${body.slice(40)}\n`, 1],
  ])('%s', (_, text, count) => {
    const all = shaped(text)
    expect(all).toHaveLength(count)
    for (const content of all) expect(content.replaceAll(/\s/g, '')).toBe(one.replaceAll(/\s/g, ''))
  })

  test.each([
    [`${pemOf('PRIVATE KEY')}${one}`, 'private key'],
    [pemOf('PKCS7'), 'PKCS #7'],
    [pemOf('CERTIFICATE REQUEST'), 'request'],
    ['<md:EntityDescriptor xmlns:md="x"/>', 'X509Certificate'],
    [`${one}\nhello there`, 'Paste one certificate'],
  ])('%j is refused as a whole', (text, why) => {
    const all = shaped(text)
    expect(all).toEqual([text])
    const changes = { pemFileInfo: { fileName: 'a.pem', certificates: [{ content: text }] } }
    const read = updateSamlProvider.input.safeParse({ changes })
    const issue = read.error?.issues.find(({ path }) => path.at(-1) === 'content')
    expect(issue?.message).toContain(why)
  })
})
