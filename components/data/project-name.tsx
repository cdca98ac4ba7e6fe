'use client'
import { useProject } from '@/lib/client/use-me'

/** A project's name by its ID; the ID itself outside the person's scope. */
export const ProjectName = ({ groupId }: { groupId: string | null | undefined }) => (
  <>{useProject(groupId)?.name ?? groupId ?? 'an unknown project'}</>
)
