/** Texts of the console about sending to subscribers, in English. */
export const consoleDeliveryEn = {
  paused: {
    title: 'Notifications are paused',
    volume: (since: string, events: number) =>
      `The volume was far above normal at ${since}. ${waiting(events)} Check the latest updates before you continue.`,
    operator: (since: string, events: number) => `Paused manually at ${since}. ${waiting(events)}`,
    tooOld: 'Events older than one hour are not sent.',
  },
  noMail: 'SMTP_URL is not set. E-mails are saved to DATA_DIR/mail and not sent.',
  readMails: 'View saved e-mails',
  resume: 'Resume notifications',
  resumed: 'Notifications resumed.',
};

function waiting(events: number): string {
  return events === 1 ? '1 event is waiting.' : `${events} events are waiting.`;
}
