'use client'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useWatch } from 'react-hook-form'
import { read } from '@/lib/client/use-op'
import { requestTerms } from '@/lib/ops/requests'
import { MOST_TARGETS } from '@/lib/ops/several-shapes'
import { clusterName as clusterNameShape, projectId } from '@/lib/ops/shapes'

export type Where = {
  groupId?: string | undefined
  clusterName?: string | undefined
  targets?: ReadonlyArray<{ groupId: string; clusterName: string }> | undefined
}

/** The policy's terms for a cluster or a whole input; disabled until the place is known. */
export function useTerms(
  op: string,
  about: Where | { input: Record<string, unknown> },
  replaces?: string,
) {
  const isWhole = 'input' in about
  const targets = 'targets' in about ? about.targets : undefined
  const isKnown =
    isWhole ||
    (targets !== undefined && targets.length > 0 && targets.length <= MOST_TARGETS) ||
    (projectId.safeParse(about.groupId).success &&
      clusterNameShape.safeParse(about.clusterName).success)
  const where = isWhole
    ? about
    : targets
      ? { targets: [...targets] }
      : { groupId: about.groupId, clusterName: about.clusterName }
  return useQuery({
    ...read(requestTerms, { op, ...where, ...(replaces ? { replaces } : {}) }),
    enabled: isKnown,
    staleTime: 10_000,
  })
}

/** Reports the selected cluster, because validation depends on it. */
export function TellWhere({ onChange }: { onChange: (where: Where) => void }) {
  const [groupId, clusterName, targets] = useWatch({
    name: ['input.groupId', 'input.clusterName', 'targets'],
  })
  useEffect(
    () => onChange({ groupId, clusterName, targets }),
    [onChange, groupId, clusterName, targets],
  )
  return null
}
