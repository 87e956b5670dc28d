// Opens what auditor/outputs/weekly/packed.py packed: text → [how to tell an instant, the findings, worst first].
const openPacked = (() => {
  const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%/()*+-;,=.?@^_`{|}~";
  const bytesOf = (text) => {
    const values = Object.fromEntries([...LETTERS].map((letter, value) => [letter.charCodeAt(0), value]));
    const bytes = new DataView(new ArrayBuffer(text.length / 5 * 4));
    for (let place = 0; place < text.length; place += 5) {
      let sum = 0;
      for (let letter = place; letter < place + 5; letter += 1) sum = sum * 85 + values[text.charCodeAt(letter)];
      bytes.setUint32(place / 5 * 4, sum);
    }
    return new Uint8Array(bytes.buffer, 4, bytes.getUint32(0));
  };
  const columnsOf = (bytes, head, from) => {
    const columns = {};
    for (const [name, length, width] of head.columns) {
      const values = columns[name] = new Array(length).fill(0);
      for (let plane = 0; plane < width; plane += 1, from += length) {
        for (let place = 0; place < length; place += 1) values[place] += bytes[from + place] * 2 ** (8 * plane);
      }
    }
    return columns;
  };
  const summed = (steps) => { let sum = 0; return steps.map((step) => (sum += step)); };
  const named = (places) => {
    let known = 0;
    return places.map((back) => { const place = known - back; known = Math.max(known, place + 1); return place; });
  };
  // An instant, in seconds, as the page tells it: [day and time, offset].
  const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  const dates = (zone) => {
    const format = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone, weekday: "short", day: "numeric", month: "numeric", hour: "2-digit", minute: "2-digit",
      hourCycle: "h23", timeZoneName: "longOffset",
    });
    return (at) => {
      const part = Object.fromEntries(format.formatToParts(at * 1000).map(({ type, value }) => [type, value]));
      const offset = part.timeZoneName.replace("GMT", "UTC").replace("-", "−");
      return [`${part.weekday} ${part.day} ${MONTHS[part.month - 1]}, ${part.hour}:${part.minute}`, offset];
    };
  };
  const open = async (text) => {
    const stream = new Blob([bytesOf(text)]).stream().pipeThrough(new DecompressionStream("deflate"));
    const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
    const length = new DataView(bytes.buffer).getUint32(0, true);
    const head = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
    const column = columnsOf(bytes, head, 4 + length);
    const tickets = column.number.length ? summed(column.number).map(String) : head.tickets;
    const subjects = named(column.subject).map((place) => head.subjects[place]);
    const minutes = summed(column.minute.map((folded) => (folded % 2 ? -(folded + 1) / 2 : folded / 2)));
    const names = head.names.length ? head.names : column.name.map((first) => first.toString(16).padStart(8, "0"));
    let person = 0;
    const rest = summed(column.ticket).map((ticket, place) => {
      const duty = head.duties[column.duty[place]];
      person = column.who[place] ? column.who[place] - 1 : person;
      const [who, kind] = head.people[person];
      const [standing, marks] = head.standings[column.standing[place]];
      return {
        row: null, name: head.longer[place] ?? names[place], at: minutes[place] * 60, kind, marks, who, standing,
        ticket: tickets[ticket], subject: subjects[ticket], title: duty.title, policy: duty.policy,
        clauses: duty.clauses, week: head.weeks[column.week[place]], rank: column.severity[place], text: null,
        severity: head.severities[column.severity[place]], aside: /waived|approved|overturned/.test(standing),
      };
    });
    rest.sort((one, other) => one.aside - other.aside || one.rank - other.rank || one.at - other.at);
    return [dates(head.zone), rest];
  };
  return open;
})();
