//! The same rules written the slow and obvious way, byte after byte, for `multiline = false`.

use crate::framing::{Framing, QUOTE};
use crate::{BrokenKind, QuoteRule};

/// One line as a record: where it stands, and its fields or what is wrong.
pub(super) type Line = (usize, usize, Result<Vec<Vec<u8>>, BrokenKind>);

/// All records of a file that has no line over the limit, and the bytes that are framing.
pub(super) fn records(framing: &Framing, data: &[u8]) -> (Vec<Line>, usize) {
    let content = framing.trailer_start(data);
    let mut records = vec![];
    let mut framing_bytes = data.len() - content;
    let mut at = 0;
    while at < content {
        let end = (at..content).find(|at| framing.line_end.len_at(data, *at) > 0).unwrap_or(content);
        let after = end + if end < content { framing.line_end.len_at(data, end) } else { 0 };
        if end == at && framing.fields != 1 {
            framing_bytes += after - at;
        } else {
            records.push((at, after, fields(framing, &data[at..end])));
        }
        at = after;
    }
    (records, framing_bytes)
}

fn fields(framing: &Framing, line: &[u8]) -> Result<Vec<Vec<u8>>, BrokenKind> {
    let mut fields = vec![];
    let mut at = 0;
    loop {
        let mut field = vec![];
        let misplaced = |at: usize| Err(BrokenKind::MisplacedQuote { at: at as u32 });
        if line.get(at) == Some(&QUOTE) && framing.quote != QuoteRule::Never {
            at += 1;
            loop {
                match (line.get(at), line.get(at + 1)) {
                    (None, _) => return Err(BrokenKind::UnclosedQuote),
                    (Some(&QUOTE), Some(&QUOTE)) => {
                        field.push(QUOTE);
                        at += 2;
                    }
                    (Some(&QUOTE), _) => break at += 1,
                    (Some(byte), _) => {
                        field.push(*byte);
                        at += 1;
                    }
                }
            }
            if line.get(at).is_some_and(|byte| *byte != framing.delimiter) {
                return misplaced(at);
            }
        } else if framing.quote == QuoteRule::Always {
            return misplaced(at);
        } else {
            while let Some(byte) = line.get(at).filter(|byte| **byte != framing.delimiter) {
                field.push(*byte);
                at += 1;
                let lead = framing.shadowed.is_some_and(|charset| charset.is_lead_byte(*byte));
                if let Some(second) =
                    line.get(at).filter(|second| lead && matches!(second, 0x40..=0x7E | 0x80..=0xFC))
                {
                    field.push(*second);
                    at += 1;
                }
            }
        }
        fields.push(field);
        if at >= line.len() {
            break;
        }
        at += 1;
    }
    match fields.len() == framing.fields {
        true => Ok(fields),
        false => Err(BrokenKind::FieldCount { expected: framing.fields as u32, actual: fields.len() as u32 }),
    }
}
