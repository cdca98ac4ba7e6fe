'use client'
import { useMe } from '@/lib/client/use-me'

/** The name of a project by its id; the id itself where it is outside the person's scope. */
export function useProjectName(groupId: string | null | undefined): string {
  const known = useMe()?.projects.find((p) => p.groupId === groupId)
  return known?.name ?? groupId ?? 'an unknown project'
}

export const ProjectName = ({ groupId }: { groupId: string | null | undefined }) => (
  <>{useProjectName(groupId)}</>
)
