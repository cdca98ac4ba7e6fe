import { z } from 'zod'
import { inUtc, millis } from '@/lib/format/time'
import { snapshotId } from './backup-shapes'
import { type OneSnapshot, snapshotTarget } from './backup-snapshots'
import { sizeSays, snapshotSays } from './backup-words'
import { callIfFits, command } from './define'
import { lossFriction, oneUp } from './friction'
import { type LegacySnapshot, legacySnapshot } from './legacy-snapshots'
import { clusterName, projectId } from './shapes'

export { getLegacySnapshot, listLegacySnapshots } from './legacy-snapshots'

const cluster = { groupId: projectId, clusterName }
const version = '2023-01-01'

const opened = z.strictObject({ doNotDelete: z.boolean(), expires: z.string().max(40).nullable() })
type Kept = z.output<typeof opened>

/** How long Atlas keeps a snapshot. */
export const keptOf = ({ doNotDelete, expires }: Partial<LegacySnapshot>): Kept => ({
  doNotDelete: doNotDelete === true,
  expires: expires ?? null,
})
const keptIn = (answer: unknown): Kept | undefined => {
  const found = legacySnapshot.safeParse(answer).data
  return found && keptOf(found)
}
const SECOND_MS = 1000
// Atlas can answer without the milliseconds that it was sent.
const isSame = (a: Kept, b: Kept) =>
  a.doNotDelete === b.doNotDelete &&
  Math.abs((millis(a.expires) ?? 0) - (millis(b.expires) ?? 0)) < SECOND_MS

/** One of each kind: a schema can't say that the fields exclude each other. */
function examples() {
  const one = { groupId: '6a1b2c3d4e5f60718293a4b5', clusterName: 'orders' }
  const snapshot = { ...one, snapshotId: '6a1b2c3d4e5f60718293a4b6' }
  const before = { doNotDelete: false, expires: '2040-01-01T00:00:00Z' }
  return [
    { ...snapshot, doNotDelete: true, opened: before },
    { ...snapshot, expires: '2041-01-01T00:00:00Z', opened: before },
  ]
}

const expiryInput = z
  .strictObject({
    ...cluster,
    snapshotId,
    doNotDelete: z.boolean().optional(),
    expires: z.iso.datetime({ offset: true, error: 'Enter a date and time.' }).optional(),
    /** The snapshot as the form was opened. */
    opened,
  })
  .superRefine((i, { addIssue }) => {
    const say = (path: string, message: string) =>
      addIssue({ code: 'custom', path: [path], message, input: i })
    if (i.doNotDelete === undefined && i.expires === undefined)
      say('expires', 'Enter a date and time, or keep the snapshot until someone deletes it.')
    if (i.doNotDelete !== undefined && i.expires !== undefined)
      say('expires', 'Choose either an expiry or “keep”, not both.')
    if (i.expires !== undefined && (millis(i.expires) ?? 0) <= Date.now())
      say('expires', 'The expiry must be in the future.')
    if (isSame(wanted(i), i.opened)) say('expires', 'Nothing has changed.')
  })
  .meta({ examples: examples() })
type ExpiryInput = z.output<typeof expiryInput>

/** What Atlas keeps after the change: each of the two fields clears the other. */
const wanted = (i: Pick<ExpiryInput, 'doNotDelete' | 'expires'>): Kept => ({
  doNotDelete: i.doNotDelete ?? false,
  expires: i.expires ?? null,
})

/** Whether the snapshot could be deleted earlier than now. */
function isLoss(i: ExpiryInput): boolean {
  if (i.doNotDelete) return false
  const [before, after] = [millis(i.opened.expires), millis(i.expires)]
  return i.opened.doNotDelete || before === undefined || after === undefined || after < before
}

const readOne = ({ groupId, clusterName: name, snapshotId: id }: OneSnapshot) => ({
  id: 'legacyBackup.snapshot',
  input: { groupId, clusterName: name, snapshotId: id },
})

export const setLegacyExpiry = command({
  id: 'legacyBackup.setExpiry',
  title: 'Change the expiry of a legacy snapshot',
  atlas: { op: 'updateGroupClusterSnapshot', version },
  roles: ['operator'],
  input: expiryInput,
  output: legacySnapshot,
  successor: 'backup.keepSnapshot',
  verbs: { do: 'Save expiry', doing: 'Saving…', done: () => 'Expiry changed' },
  summary: (i) =>
    i.expires
      ? `Let ${snapshotSays(i.snapshotId)} of ${i.clusterName} expire on ${inUtc(i.expires)}`
      : `${i.doNotDelete ? 'Keep' : 'Stop keeping'} ${snapshotSays(i.snapshotId)} of ${i.clusterName} until someone deletes it`,
  target: (i) => snapshotTarget(i).replace('/ snapshot', '/ legacy snapshot'),
  body: ({ doNotDelete, expires }) => (expires === undefined ? { doNotDelete } : { expires }),
  friction: (i, environment) =>
    isLoss(i)
      ? lossFriction(
          'confirm',
          'Atlas can then delete the snapshot earlier.',
          environment,
          i.clusterName,
        )
      : oneUp({ level: 'none' }, environment, i.clusterName),
  invalidates: ['legacyBackup.snapshots', 'legacyBackup.snapshot'],
  concurrencyKey: (i) => `legacySnapshot:${i.groupId}/${i.snapshotId}`,
  opened: { read: readOne, now: keptIn },
  impact: {
    read: readOne,
    sentences: (answer, i) => {
      const now = keptIn(answer)
      return [
        ...(now?.doNotDelete && !i.doNotDelete
          ? ['The snapshot is no longer kept until someone deletes it']
          : []),
        ...(now?.expires && !i.expires ? [`Clears the expiry of ${inUtc(now.expires)}`] : []),
        ...(i.expires ? [`Atlas deletes the snapshot after ${inUtc(i.expires)}`] : []),
      ]
    },
  },
  precondition: {
    read: readOne,
    whyNot: (answer, i) => {
      const now = keptIn(answer)
      if (!now) return 'The snapshot no longer exists.'
      return isSame(now, i.opened)
        ? undefined
        : 'The expiry of this snapshot was changed since you opened this form.'
    },
  },
  readBack: {
    read: readOne,
    verdict: (answer, i) => {
      const now = keptIn(answer)
      if (!now) return 'other'
      return isSame(now, wanted(i)) ? 'done' : isSame(now, i.opened) ? 'absent' : 'other'
    },
  },
  undo: ({ opened: before, doNotDelete, expires, ...one }) =>
    // Atlas has no way back to neither of the two.
    before.expires || before.doNotDelete || doNotDelete
      ? callIfFits('legacyBackup.setExpiry', expiryInput, {
          ...one,
          ...(before.expires ? { expires: before.expires } : { doNotDelete: before.doNotDelete }),
          opened: wanted({ doNotDelete, expires }),
        })
      : undefined,
})

/** The stored size of all parts; null while Atlas gives none. */
export const legacySizeOf = ({ parts }: LegacySnapshot): number | null =>
  (parts ?? []).reduce((sum, part) => sum + Number(part.storageSizeBytes ?? 0), 0) || null

export const legacySizeSays = (one: LegacySnapshot): string | null => sizeSays(legacySizeOf(one))
