/** Texts of mails, in English. `site` is a name like "the Larkfield status page". */
export const enMail = {
  site: (name: string | null) => (name === null ? 'the status page' : `the ${name} status page`),
  invitation: {
    subject: (site: string) => `Invitation to ${site}`,
    title: (inviter: string | null, site: string) =>
      inviter === null ? `You have been invited to ${site}` : `${inviter} invited you to ${site}`,
    role: {
      viewer: 'Your role: viewer. You can read incidents and internal notes.',
      communicator: 'Your role: communicator. You can create incidents and post updates.',
      editor: 'Your role: editor. You can manage incidents, templates, components and policies.',
      admin: 'Your role: admin. You can manage everything, including staff and settings.',
    },
    expires: (until: string) => `The invitation works once and expires at ${until}.`,
    button: 'Accept invitation',
    reason: (email: string, site: string) =>
      `You received this e-mail because ${email} was invited to ${site}. If you did not expect it, you can ignore it.`,
  },
  reset: {
    subject: 'Choose a new password',
    title: 'Choose a new password',
    text: 'Choosing a new password ends all your sessions. Two-factor authentication does not change.',
    expires: (until: string) => `The link works once and expires at ${until}.`,
    button: 'Choose new password',
    reason: (email: string, site: string) =>
      `You received this e-mail because a new password was requested for ${email} on ${site}. If it was not you, you can ignore it: your password stays the same.`,
  },
  alert: {
    reason: (email: string, site: string) =>
      `You received this e-mail because ${email} receives staff alerts from ${site}.`,
  },
} as const;
