'use client'
import { cancelRestore } from '@/lib/ops/backup-jobs'
import { rowActions } from '../blocks/row-actions'
import { lazyComponent } from '../ui/lazy-component'
import type { Job } from './job'
import { type Kind, kinds, type Place } from './kinds'

const LinksDialog = lazyComponent(() => import('./links-dialog').then((m) => m.LinksDialog))

const on = rowActions<Job, Place>()

/** Links while they work, and canceling where Atlas allows it. */
const actionsFor = ({ links }: Kind) => [
  on.form(links, {
    label: 'Links',
    isFor: ({ canShowLinks }) => canShowLinks,
    says: (name) => `Show the links of ${name}`,
    show: ({ id, end }, place, close) => (
      <LinksDialog
        op={links}
        input={{ ...place, restoreJobId: id }}
        expiresAt={end}
        onClose={close}
      />
    ),
  }),
]

const flex = actionsFor(kinds.flex)
const dedicated = [
  ...actionsFor(kinds.replicaSet),
  on.confirm(cancelRestore, {
    isFor: ({ isRunning, state }) => isRunning || state === 'ready',
    whyNot: ({ whyNotCancel }) => whyNotCancel,
    input: ({ id, target }, place) => ({
      ...place,
      restoreJobId: id,
      targetGroupId: target?.groupId ?? null,
      targetClusterName: target?.clusterName ?? null,
    }),
  }),
]

/** The buttons of a restore job. */
export const jobActions = { replicaSet: dedicated, sharded: dedicated, flex }

/** `the restore to staging-replay`, in the labels of its buttons. */
export const jobName = ({ isDownload, target }: Job, { clusterName }: Place): string =>
  isDownload
    ? `the download of ${clusterName}`
    : `the restore to ${target?.clusterName ?? 'an unknown cluster'}`
