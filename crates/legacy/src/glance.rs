//! Some fields of every record, without looking for the others: for passes that need no more.
//!
//! [`Records::parse`](crate::Records::parse) finds every field of every record. Where a pass needs the first column alone, most
//! of that is in vain: here a line is looked for its end, and cut only up to the last column that is wanted.

use crate::framer::State;
use crate::framing::{Framing, QUOTE};
use crate::records::content;
use crate::{Chunk, Field, Format, Header, QuoteRule, SourceDefinition};
use memchr::memchr;
use std::ops::Range;

/// Looks at some fields of CSV records.
#[derive(Clone, Debug)]
pub struct Glance {
    framing: Framing,
    /// Columns of the file in ascending order, each with where its field stands among those that were asked for.
    columns: Vec<(usize, Vec<usize>)>,
    wanted: usize,
}

impl Glance {
    /// For `fields` of the definition. `None` where only [`Records::parse`](crate::Records::parse) can find them: records of
    /// fixed width or of several types, quoted line ends, a delimiter that may be half of a character, fields of groups.
    pub fn new(definition: &SourceDefinition, header: &Header, fields: &[usize]) -> Option<Glance> {
        let Format::Csv(dialect) = &definition.format else { return None };
        let framing = Framing::of(definition, dialect);
        if framing.multiline || framing.shadowed.is_some() || definition.record_types.at.is_some() {
            return None;
        }
        let mut columns: Vec<(usize, Vec<usize>)> = Vec::new();
        for (nth, field) in fields.iter().enumerate() {
            if *field >= framing.fields {
                return None;
            }
            let column = match &header.order {
                None => *field,
                Some(order) => order.iter().position(|known| known == field)?,
            };
            match columns.iter_mut().find(|(known, _)| *known == column) {
                Some((_, places)) => places.push(nth),
                None => columns.push((column, vec![nth])),
            }
        }
        columns.sort_unstable();
        Some(Glance { framing, columns, wanted: fields.len() })
    }

    /// Hands over the records of `chunk` with their fields, in the order in which they were asked for: the number of the record
    /// as [`Records::spans`](crate::Records::spans) counts them, and its bytes with the line end. Says how many records there
    /// are.
    ///
    /// A record that is broken before its last wanted field is left out; one that is broken behind it is not. `None`, after some
    /// records perhaps, where only [`Records::parse`](crate::Records::parse) can tell how records are counted.
    #[inline]
    pub fn look<'a>(
        &self,
        chunk: &'a Chunk,
        mut each: impl FnMut(u32, Range<usize>, &[Field<'a>]),
    ) -> Option<u32> {
        if chunk.state != State::Record || !chunk.decided.is_empty() {
            return None;
        }
        let data = content(chunk);
        let mut fields = vec![Field::default(); self.wanted];
        let (mut at, mut record) = (0, 0);
        while at < data.len() {
            let (end, line_end) = self.framing.line_end.first_from(data, at).unwrap_or((data.len(), 0));
            if end - at > self.framing.record_max {
                return None;
            }
            if end > at || self.framing.fields == 1 {
                if self.cut(&data[at..end], &mut fields).is_some() {
                    each(record, at..end + line_end, &fields);
                }
                record += 1;
            }
            at = end + line_end;
        }
        Some(record)
    }

    /// The wanted fields of a line; `None` where it is broken before the last of them.
    #[inline]
    fn cut<'a>(&self, line: &'a [u8], fields: &mut [Field<'a>]) -> Option<()> {
        // Where the next column begins; `None` behind the last.
        let mut next = Some(0);
        let mut column = 0;
        for (wanted, places) in &self.columns {
            while column < *wanted {
                next = self.field(line, next?)?.1;
                column += 1;
            }
            let (field, after) = self.field(line, next?)?;
            next = after;
            column += 1;
            places.iter().for_each(|place| fields[*place] = field);
        }
        Some(())
    }

    /// The field that begins at `at`, and where the next one does; `None` where quotes are wrong.
    #[inline]
    fn field<'a>(&self, line: &'a [u8], at: usize) -> Option<(Field<'a>, Option<usize>)> {
        let rest = &line[at..];
        if self.framing.quote != QuoteRule::Never && rest.first() == Some(&QUOTE) {
            return self.quoted(line, at);
        }
        if self.framing.quote == QuoteRule::Always {
            return None;
        }
        let end = memchr(self.framing.delimiter, rest);
        let bytes = &rest[..end.unwrap_or(rest.len())];
        Some((Field { bytes, doubled_quotes: false }, end.map(|end| at + end + 1)))
    }

    fn quoted<'a>(&self, line: &'a [u8], at: usize) -> Option<(Field<'a>, Option<usize>)> {
        let (mut from, mut doubled_quotes) = (at + 1, false);
        let close = loop {
            let quote = from + memchr(QUOTE, line.get(from..)?)?;
            if line.get(quote + 1) != Some(&QUOTE) {
                break quote;
            }
            doubled_quotes = true;
            from = quote + 2;
        };
        let field = Field { bytes: &line[at + 1..close], doubled_quotes };
        match line.get(close + 1) {
            None => Some((field, None)),
            Some(byte) if *byte == self.framing.delimiter => Some((field, Some(close + 2))),
            Some(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Records;
    use crate::testing::{chunk, definition};
    use proptest::prelude::*;

    const DIALECTS: [&str; 6] = [
        "",
        "quote = \"always\"\nline_end = \"crlf\"",
        "quote = \"never\"",
        "line_end = \"lf\"",
        "line_end = \"cr\"\ndelimiter = \"\\t\"",
        "charset = \"utf-8\"",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]

        #[test]
        fn a_glance_sees_every_whole_record_as_parsing_does(
            bytes in prop::collection::vec(prop::sample::select(b"ab,,,\t\"\"\r\n\n\x1A\x83".to_vec()), 0..120),
            dialect in 0..DIALECTS.len(),
            fields in 1..5_usize,
            order in prop::option::of(Just(())),
            wanted in prop::collection::vec(0..4_usize, 1..3),
        ) {
            let definition = definition(fields, DIALECTS[dialect]);
            let Some(chunk) = chunk(&definition, &bytes) else { return Ok(()) };
            let order = order.map(|()| (0..fields).rev().collect());
            let header = Header { order, ..Header::default() };
            let wanted: Vec<usize> = wanted.into_iter().map(|field| field % fields).collect();
            let mut records = Records::default();
            records.parse(&definition, &header, &chunk);
            let glance = Glance::new(&definition, &header, &wanted).unwrap();
            let mut seen = std::collections::BTreeMap::new();
            let count = glance.look(&chunk, |record, place, fields| {
                seen.insert(record as usize, (place, fields.to_vec()));
            });
            prop_assert_eq!(count, Some(records.len() as u32));
            for (nth, span) in records.spans().iter().enumerate() {
                if let Some((place, fields)) = seen.get(&nth) {
                    prop_assert_eq!(place, &(span.start as usize..span.end_with_line_end as usize));
                    if span.broken.is_none() {
                        let parsed: Vec<_> = wanted.iter().map(|field| records.field(&chunk, nth, *field)).collect();
                        prop_assert_eq!(fields, &parsed);
                    }
                } else {
                    prop_assert!(span.broken.is_some(), "record {} was not seen", nth);
                }
            }
        }
    }

    #[test]
    fn what_only_parsing_can_find_is_not_glanced_at() {
        let none = Header::default();
        for more in ["multiline = true", "delimiter = \"|\""] {
            assert!(Glance::new(&definition(3, more), &none, &[0]).is_none(), "{more}");
        }
        assert!(Glance::new(&definition(3, ""), &none, &[3]).is_none());
    }
}
