//! What the write stage needs of a chunk, as bytes.

use super::wire::{Take, put_bytes, put_u32, put_u32s, put_u64};
use crate::chunk::{DoneChunk, DoneTarget};
use crate::decide::Removed;
use crate::outputs::Base;
use utsushi_check::file::{Facts, Plan};
use utsushi_findings::{Action, CATALOGUE, Code, Detail, Finding, Origin};
use utsushi_layout::{Batch, Origins};

/// Appends a chunk whose account has been taken. `rows` says of which targets the rows are needed again.
pub(super) fn write(chunk: &DoneChunk, base: &Base, rows: &[bool], out: &mut Vec<u8>) {
    // A new field stands here too: in the log, or among those that the end of the log has.
    let DoneChunk {
        input,
        number,
        attended,
        facts,
        targets,
        findings,
        record_sizes,
        // In the account of the job, in findings about its inputs, or in `rejects/`, when the log is ended.
        chunk: _,
        bytes: _,
        records: _,
        broken: _,
        unrouted: _,
        rejected: _,
        attention: _,
        lines: _,
        blank_lines: _,
        record_bytes: _,
        framing_bytes: _,
        line_ends: _,
        trailers: _,
        rejects: _,
        left_behind: _,
        refused: _,
        strangers: _,
        unused_filled: _,
        unused_unreadable: _,
        cut_off: _,
        changes: _,
        // Where the same person is looked for no job is kept.
        persons: _,
    } = chunk;
    put_u32(*input as u32, out);
    put_u32(*number, out);
    for place in [base.records, base.lines, base.offset] {
        put_u64(place, out);
    }
    put_u32s(attended, out);
    put_u32s(record_sizes, out);
    write_findings(findings, out);
    let mut saved = Vec::new();
    if let Some(facts) = facts {
        facts.save(&mut saved);
    }
    put_bytes(&saved, out);
    put_u32(targets.len() as u32, out);
    for (target, rows) in targets.iter().zip(rows) {
        write_target(target, *rows, out);
    }
}

fn write_target(target: &DoneTarget, rows: bool, out: &mut Vec<u8>) {
    // The CSV is made again of the rows; the rest is in the account of the job.
    let DoneTarget { batch, csv: _, wanted: _, read: _, normalized: _, rejected: _, left_behind: _, removed } =
        target;
    let Removed { exact, by_key, nobody, lines } = removed;
    for count in [exact, by_key, nobody] {
        put_u64(*count, out);
    }
    put_bytes(lines, out);
    let origins = batch.origins();
    for numbers in [origins.records(), origins.lines(), origins.offsets(), origins.occurrences()] {
        put_u32s(numbers, out);
    }
    let columns = if rows { batch.columns() } else { &[] };
    put_u32(columns.len() as u32, out);
    for column in columns {
        let ends = column.value_offsets();
        let (first, last) = (ends.first().copied().unwrap_or(0), ends.last().copied().unwrap_or(0));
        // An item that is blank in every row needs no word for each.
        let ends = if first == last { &[] } else { ends };
        put_u64(ends.len() as u64, out);
        ends.iter().for_each(|end| put_u32((end - first) as u32, out));
        put_bytes(&column.value_data()[first as usize..last as usize], out);
    }
}

/// The chunk that `bytes` are, without what its job's end has; `None` where they are none of this plan.
pub(super) fn read(plan: &Plan, inputs: usize, targets: usize, bytes: &[u8]) -> Option<(DoneChunk, Base)> {
    let mut take = Take(bytes);
    let input = take.u32()? as usize;
    let number = take.u32()?;
    let base = Base { records: take.u64()?, lines: take.u64()?, offset: take.u64()? };
    let (attended, record_sizes) = (take.u32s()?, take.u32s()?);
    let findings = read_findings(&mut take)?;
    let facts = match take.bytes()? {
        [] => None,
        saved => Some(Facts::load(plan, saved)?),
    };
    (take.u32()? as usize == targets && input < inputs && findings.len() == record_sizes.len())
        .then_some(())?;
    let targets = (0..targets).map(|_| read_target(&mut take)).collect::<Option<Vec<_>>>()?;
    take.0.is_empty().then_some(())?;
    let chunk =
        DoneChunk { input, number, attended, record_sizes, findings, facts, targets, ..DoneChunk::default() };
    Some((chunk, base))
}

fn read_target(take: &mut Take<'_>) -> Option<DoneTarget> {
    let [exact, by_key, nobody] = [take.u64()?, take.u64()?, take.u64()?];
    let removed = Removed { exact, by_key, nobody, lines: take.bytes()?.to_vec() };
    let [records, lines, offsets, occurrences] = [take.u32s()?, take.u32s()?, take.u32s()?, take.u32s()?];
    let rows = records.len();
    ([lines.len(), offsets.len(), occurrences.len()] == [rows; 3]).then_some(())?;
    let mut origins = Origins::default();
    for row in 0..rows {
        origins.push(records[row], lines[row], offsets[row], occurrences[row]);
    }
    let mut columns = Vec::new();
    for _ in 0..take.u32()? {
        let mut ends = take.u32s()?.into_iter().map(i32::try_from).collect::<Result<Vec<i32>, _>>().ok()?;
        if ends.is_empty() {
            ends = vec![0; rows + 1];
        }
        columns.push((ends, take.bytes()?.to_vec()));
    }
    Some(DoneTarget { batch: Batch::again(columns, origins)?, removed, ..DoneTarget::default() })
}

const ACTIONS: [Action; 6] =
    [Action::Rejected, Action::Blanked, Action::Kept, Action::Replaced, Action::Removed, Action::None];

/// Appends findings with their count.
pub(super) fn write_findings(findings: &[Finding], out: &mut Vec<u8>) {
    let none = u32::MAX;
    put_u64(findings.len() as u64, out);
    for Finding { code, origin, target, item, value, detail, action } in findings {
        // A log is read by the program that wrote it, and no other.
        let code = CATALOGUE.iter().position(|entry| std::ptr::eq(*entry, code.0));
        put_u32(code.map_or(none, |code| code as u32), out);
        let Origin { input, record, line, offset, occurrence } = origin;
        put_u32(*input, out);
        put_u32(*occurrence, out);
        [record, line, offset].into_iter().for_each(|number| put_u64(*number, out));
        put_u32(target.map_or(none, u32::from), out);
        put_u32(item.map_or(none, u32::from), out);
        put_bytes(value.as_bytes(), out);
        match detail {
            Detail::None => out.push(0),
            Detail::Counts { expected, actual } => {
                out.push(1);
                put_u64(*expected, out);
                put_u64(*actual, out);
            }
            Detail::Text(text) => {
                out.push(2);
                put_bytes(text.as_bytes(), out);
            }
        }
        out.push(ACTIONS.iter().position(|known| known == action).unwrap_or(ACTIONS.len()) as u8);
    }
}

/// The findings that come next.
pub(super) fn read_findings(take: &mut Take<'_>) -> Option<Vec<Finding>> {
    let place = |number: u32| match number {
        u32::MAX => Some(None),
        number => u16::try_from(number).ok().map(Some),
    };
    let mut findings = Vec::new();
    for _ in 0..take.u64()? {
        let code = Code(CATALOGUE.get(take.u32()? as usize)?);
        let (input, occurrence) = (take.u32()?, take.u32()?);
        let origin =
            Origin { input, occurrence, record: take.u64()?, line: take.u64()?, offset: take.u64()? };
        findings.push(Finding {
            code,
            origin,
            target: place(take.u32()?)?,
            item: place(take.u32()?)?,
            value: take.text()?.to_owned(),
            detail: match take.u8()? {
                0 => Detail::None,
                1 => Detail::Counts { expected: take.u64()?, actual: take.u64()? },
                _ => Detail::Text(take.text()?.into()),
            },
            action: *ACTIONS.get(usize::from(take.u8()?))?,
        });
    }
    Some(findings)
}

#[cfg(test)]
mod tests {
    use super::*;
    use utsushi_findings::{DAT002, FMT001};

    fn finding(detail: Detail, action: Action) -> Finding {
        Finding {
            code: Code(&DAT002),
            origin: Origin { input: 3, record: 7, line: 8, offset: 1 << 40, occurrence: 2 },
            target: Some(1),
            item: None,
            value: "漢漢".to_owned(),
            detail,
            action,
        }
    }

    fn chunk() -> DoneChunk {
        let mut origins = Origins::default();
        (0..3).for_each(|row| origins.push(row, row + 1, row * 9, 1));
        let columns = vec![(vec![0, 1, 1, 4], "a日".as_bytes().to_vec()), (vec![0; 4], Vec::new())];
        let target = || DoneTarget {
            batch: Batch::again(columns.clone(), origins.clone()).unwrap(),
            ..DoneTarget::default()
        };
        DoneChunk {
            input: 1,
            number: 9,
            attended: vec![2],
            record_sizes: vec![10, 20, 30],
            findings: vec![
                finding(Detail::None, Action::Blanked),
                finding(Detail::Counts { expected: 40, actual: 39 }, Action::Rejected),
                Finding { code: Code(&FMT001), ..finding(Detail::Text("氏名".into()), Action::None) },
            ],
            targets: vec![target(), target()],
            ..DoneChunk::default()
        }
    }

    #[test]
    fn a_chunk_comes_back_as_the_write_stage_needs_it_and_never_in_part() {
        let plan = Plan::new(Vec::new(), None);
        let (made, base) = (chunk(), Base { records: 5, lines: 6, offset: 7 });
        let mut bytes = Vec::new();
        write(&made, &base, &[true, false], &mut bytes);
        let (read_back, place) = read(&plan, 2, 2, &bytes).unwrap();
        assert_eq!((read_back.input, read_back.number, place.offset), (1, 9, 7));
        assert_eq!((&read_back.attended, &read_back.record_sizes), (&made.attended, &made.record_sizes));
        assert_eq!(read_back.findings, made.findings);
        assert_eq!(read_back.targets[0].batch.columns(), made.targets[0].batch.columns());
        assert!(read_back.targets[1].batch.columns().is_empty());
        assert_eq!(read_back.targets[1].batch.origins(), made.targets[1].batch.origins());
        for cut in 0..bytes.len() {
            assert!(read(&plan, 2, 2, &bytes[..cut]).is_none(), "{cut} of {} bytes", bytes.len());
        }
        assert!(read(&plan, 1, 2, &bytes).is_none() && read(&plan, 2, 3, &bytes).is_none());
    }
}
