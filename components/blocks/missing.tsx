import { ButtonLink } from '../ui/button'
import { Empty } from '../ui/empty'
import { Card, PageHead, ThingHead } from '../ui/page'

/** The page of something that Atlas does not have, or no longer. */
export function Missing({
  what,
  wasThere,
  back,
  isPart,
  hint = 'It may have been deleted, or it may be in another project or organization.',
}: {
  what: string
  /** It was shown before it disappeared. */
  wasThere: boolean
  back: { label: string; href: string }
  /** Below the head of another page, such as that of a cluster. */
  isPart?: boolean
  /** When it was never shown. */
  hint?: string
}) {
  const Head = isPart ? ThingHead : PageHead
  return (
    <>
      <Head title={what} back={back} />
      <Card>
        <Empty
          icon={<svg aria-hidden className="icon-[unplug]" />}
          title={wasThere ? `${what} deleted` : `${what} not found`}
          hint={wasThere ? 'Atlas has deleted it.' : hint}
          action={<ButtonLink href={back.href}>{back.label}</ButtonLink>}
        />
      </Card>
    </>
  )
}
