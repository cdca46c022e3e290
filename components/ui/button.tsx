import type { AnchorHTMLAttributes, ComponentProps } from 'react';

const VARIANTS = { primary: 'button-primary', secondary: '', ghost: 'button-ghost', danger: 'button-danger' } as const;
const SIZES = { small: 'button-small', regular: '', large: 'button-large' } as const;

type Look = { variant?: keyof typeof VARIANTS; size?: keyof typeof SIZES };

function classOf({ variant = 'secondary', size = 'regular' }: Look, className = ''): string {
  return ['button', VARIANTS[variant], SIZES[size], className].filter(Boolean).join(' ');
}

type Props = ComponentProps<'button'> & Look & { isPending?: boolean; pendingText?: string };

/** Shows a button. While pending, it is disabled and shows `pendingText` with a ring, in the width of the longer text. */
export function Button({ variant, size, isPending = false, pendingText, className, children, ...button }: Props) {
  const look = { ...(variant && { variant }), ...(size && { size }) };
  return (
    <button
      type="button"
      {...button}
      disabled={isPending || button.disabled}
      aria-busy={isPending || undefined}
      className={classOf(look, className)}
    >
      {pendingText === undefined ? (
        children
      ) : (
        <span className="grid">
          <span className={`col-start-1 row-start-1 ${isPending ? 'invisible' : ''}`}>{children}</span>
          <span
            className={`col-start-1 row-start-1 inline-flex items-center justify-center gap-2 ${isPending ? '' : 'invisible'}`}
          >
            <PendingRing /> {pendingText}
          </span>
        </span>
      )}
    </button>
  );
}

function PendingRing() {
  return (
    <svg aria-hidden="true" viewBox="0 0 24 24" className="icon size-4">
      <circle cx="12" cy="12" r="9" opacity="0.35" />
      <path d="M12 3a9 9 0 0 1 9 9" />
    </svg>
  );
}

type LinkProps = AnchorHTMLAttributes<HTMLAnchorElement> & Look & { href: string };

/** Shows a link that looks like a button. */
export function ButtonLink({ variant, size, className, ...link }: LinkProps) {
  return <a {...link} className={classOf({ ...(variant && { variant }), ...(size && { size }) }, className)} />;
}
