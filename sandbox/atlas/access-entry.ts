import { z } from 'zod'
import { canonical } from './address'
import { iso } from './ids'
import { type FieldViolation, invalid, Reject, reject } from './reject'
import type { AccessEntry } from './world/shapes'

const week = 7 * 86_400_000

const entry = z.strictObject({
  ipAddress: z.string().nullish(),
  cidrBlock: z.string().nullish(),
  awsSecurityGroup: z.string().nullish(),
  comment: z.string().nullish(),
  deleteAfterDate: z.string().nullish(),
  groupId: z.string().nullish(),
  links: z.array(z.unknown()).nullish(),
})
type Sent = z.output<typeof entry>

/** Errors of an entry, except in its address. */
function violations(sent: Sent, at: string): FieldViolation[] {
  const say = (field: string, description: string) => [{ field: `${at}.${field}`, description }]
  const given = [sent.ipAddress, sent.cidrBlock, sent.awsSecurityGroup].filter((v) => v != null)
  const end = sent.deleteAfterDate
  const left = end == null ? undefined : Date.parse(end) - Date.now()
  return [
    ...(given.length === 1
      ? []
      : say('ipAddress', 'exactly one of ipAddress, cidrBlock and awsSecurityGroup must be given')),
    ...((sent.comment?.length ?? 0) > 80 ? say('comment', 'size must be between 0 and 80') : []),
    ...(left === undefined
      ? []
      : Number.isNaN(left)
        ? say('deleteAfterDate', 'must be an ISO 8601 date and time')
        : left <= 0
          ? say('deleteAfterDate', 'must be in the future')
          : left > week
            ? say('deleteAfterDate', 'must be at most one week from now')
            : sent.awsSecurityGroup != null
              ? say('deleteAfterDate', 'must not be given for a security group')
              : []),
  ]
}

/** The full address of an entry. Throws 400 for an invalid one or a security group that cannot be used. */
function addressOf(sent: Sent, at: string, peering: boolean) {
  if (sent.awsSecurityGroup != null) {
    if (!/^sg-[a-f0-9]+$/.test(sent.awsSecurityGroup))
      throw invalid([
        { field: `${at}.awsSecurityGroup`, description: 'must look like sg-0a1b2c3d' },
      ])
    if (!peering)
      throw reject(
        400,
        'CANNOT_USE_AWS_SECURITY_GROUP_WITHOUT_VPC_PEERING_CONNECTION',
        'AWS security groups need a VPC peering connection in this group.',
      )
    return { awsSecurityGroup: sent.awsSecurityGroup }
  }
  const field = sent.ipAddress == null ? 'cidrBlock' : 'ipAddress'
  const text = sent.ipAddress ?? sent.cidrBlock ?? ''
  const isKind = field === 'ipAddress' ? !text.includes('/') : text.includes('/')
  const cidrBlock = isKind ? canonical(text) : undefined
  if (cidrBlock) return { cidrBlock }
  throw new Reject(
    400,
    'INVALID_IP_ADDRESS_OR_CIDR_NOTATION',
    `The address ${text} must be in valid IP address or CIDR notation.`,
    {
      parameters: [text],
      fields: [
        {
          field: `${at}.${field}`,
          description:
            field === 'ipAddress'
              ? 'must be an IP address'
              : 'must be an address block in CIDR notation',
        },
      ],
    },
  )
}

/** The entries of a POST, validated like Atlas. Throws 400. With `peering`, security groups are allowed. */
export function wantedEntries(body: unknown, peering: boolean): Omit<AccessEntry, 'activeAt'>[] {
  const parsed = z.array(entry).min(1, 'must not be empty').safeParse(body)
  if (!parsed.success)
    throw invalid(
      parsed.error.issues.map((i) => ({
        field: i.path.map((p) => (typeof p === 'number' ? `[${p}]` : p)).join('.') || 'body',
        description: i.message,
      })),
      'INVALID_ATTRIBUTE',
    )
  const wrong = parsed.data.flatMap((sent, i) => violations(sent, `[${i}]`))
  if (wrong.length) throw invalid(wrong)
  return parsed.data.map((sent, i) => ({
    ...addressOf(sent, `[${i}]`, peering),
    ...(sent.comment == null ? {} : { comment: sent.comment }),
    ...(sent.deleteAfterDate == null ? {} : { deleteAfterDate: iso(sent.deleteAfterDate) }),
  }))
}
