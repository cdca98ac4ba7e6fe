import { z } from 'zod'
import {
  EmployeeRequest,
  KeptRequest,
  OtherRequest,
} from '@/components/approvals/new/request-forms'
import { type First, first, Prefetched } from '@/components/data/prefetched'
import { Banner } from '@/components/ui/banner'
import { PageHead } from '@/components/ui/page'
import { PageTitle } from '@/components/ui/page-title'
import { previewOp } from '@/lib/ops/console'
import { searchClusters } from '@/lib/ops/directory'
import { grantEmployeeAccess } from '@/lib/ops/employee'
import { requestTerms } from '@/lib/ops/requests'
import { requirePerson } from '@/lib/server/person'

export const metadata = { title: 'Request access' }

// Untrusted URL parameters: invalid ones are dropped and asked for in the form.
const start = z.object({
  groupId: z.string().max(24).optional().catch(undefined),
  clusterName: z.string().max(64).optional().catch(undefined),
  op: z.string().max(60).optional().catch(undefined),
  input: z.string().max(60_000).optional().catch(undefined),
  kept: z.string().max(100).optional().catch(undefined),
  replaces: z
    .string()
    .regex(/^[0-9a-z]{10,40}$/)
    .optional()
    .catch(undefined),
})
const record = z.record(z.string(), z.unknown())

function inputOf(text: string | undefined): Record<string, unknown> | undefined {
  try {
    return record.parse(JSON.parse(text ?? ''))
  } catch {
    return undefined
  }
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function NewRequestPage({ searchParams }: Props) {
  const person = await requirePerson()
  const { op, input: text, kept, replaces, ...asked } = start.parse(await searchParams)
  const input = inputOf(text)
  const isOther = op !== undefined && op !== grantEmployeeAccess.id
  const known = z
    .object({ groupId: z.string(), clusterName: z.string() })
    .safeParse(input ?? asked).data
  const { groupId, clusterName } = { ...asked, ...known }

  const reads: First[] = isOther
    ? input
      ? [first(previewOp, { op, input })]
      : []
    : [
        first(searchClusters, { text: clusterName ?? '' }),
        ...(groupId && clusterName
          ? [
              first(requestTerms, {
                op: grantEmployeeAccess.id,
                groupId,
                clusterName,
                ...(replaces ? { replaces } : {}),
              }),
            ]
          : []),
      ]

  return (
    <Prefetched as={person} reads={reads}>
      <PageHead
        title={
          isOther
            ? 'Request a change'
            : replaces
              ? 'Extend or change access for MongoDB employees'
              : 'Request access for MongoDB employees'
        }
        lead="Nothing changes in Atlas until a second person approves."
      />
      <PageTitle title={undefined}>
        {!isOther ? (
          <EmployeeRequest groupId={groupId} clusterName={clusterName} replaces={replaces} />
        ) : input ? (
          <OtherRequest op={op} input={input} />
        ) : kept ? (
          <KeptRequest op={op} kept={kept} />
        ) : (
          <Banner tone="bad" role="alert" title="This link is incomplete">
            It doesn’t say what to request. Go back and try again.
          </Banner>
        )}
      </PageTitle>
    </Prefetched>
  )
}
