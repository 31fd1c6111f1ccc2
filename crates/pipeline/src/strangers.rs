//! Records that are in another charset than the job's source definition says: counted, and the first of them named.

use utsushi_findings::{CHR001, CHR002, Finding};
use utsushi_legacy::{
    Chunk, RecordSpan, SourceDefinition, holds_vendor_characters, is_cp932_record, is_utf8_record,
};
use utsushi_text::Charset;

/// How many are named.
const NAMED: usize = 5;

/// Records, how many and the numbers of the first.
#[derive(Default)]
pub(crate) struct Records {
    pub count: u64,
    pub first: Vec<u64>,
}

/// What a chunk, or an input, holds of other charsets. In a chunk numbers count from 0, in an input from 1.
#[derive(Default)]
pub(crate) struct Strangers {
    /// Records in UTF-8, where it is not declared, or in cp932 where UTF-8 is (`CHR007`).
    pub other: Records,
    /// Records with characters of cp932 that the declared Shift_JIS does not have (`CHR008`).
    pub vendor: Records,
}

impl Records {
    fn add(&mut self, record: u64) {
        self.count += 1;
        if self.first.len() < NAMED {
            self.first.push(record);
        }
    }

    fn merge(&mut self, other: &Records, before: u64) {
        let named = self.first.len();
        self.count += other.count;
        self.first.extend(other.first.iter().map(|record| before + record + 1).take(NAMED - named));
    }

    /// `cp932: 3 / 12000; #17 #29 #30`
    pub fn text(&self, what: &str, records: u64) -> String {
        let first: String = self.first.iter().map(|record| format!(" #{record}")).collect();
        let more = if self.count > self.first.len() as u64 { " …" } else { "" };
        format!("{what}: {} / {records};{first}{more}", self.count)
    }
}

impl Strangers {
    /// Looks at the records of a chunk. Where UTF-8 is declared only those with findings of unreadable bytes can be strangers.
    pub fn of(source: &SourceDefinition, chunk: &Chunk, spans: &[RecordSpan], findings: &[Finding]) -> Self {
        let mut strangers = Strangers::default();
        if source.utf16.is_some() {
            return strangers;
        }
        let bytes = |span: &RecordSpan| &chunk.data[span.start as usize..span.end as usize];
        if source.charset == Charset::Utf8 {
            let unreadable = |finding: &&Finding| [CHR001.id, CHR002.id].contains(&finding.code.0.id);
            let mut records: Vec<u64> =
                findings.iter().filter(unreadable).map(|finding| finding.origin.record).collect();
            records.dedup();
            for record in records {
                if spans.get(record as usize).is_some_and(|span| is_cp932_record(bytes(span))) {
                    strangers.other.add(record);
                }
            }
            return strangers;
        }
        for (record, span) in (0..).zip(spans) {
            if is_utf8_record(bytes(span)) {
                strangers.other.add(record);
            } else if source.charset == Charset::ShiftJis && holds_vendor_characters(bytes(span)) {
                strangers.vendor.add(record);
            }
        }
        strangers
    }

    /// Adds a chunk, with so many records before it.
    pub fn merge(&mut self, chunk: &Strangers, before: u64) {
        self.other.merge(&chunk.other, before);
        self.vendor.merge(&chunk.vendor, before);
    }
}
