//! The first pass where keys are plain: of each record only the key fields are looked at, and nothing is mapped.

use super::scan::KeyHasher;
use super::shares::TargetShare;
use crate::chunk::RawChunk;
use crate::project::ProjectJob;
use std::ops::Range;
use utsushi_cleanse::duplicates::{Fingerprint, Spot};
use utsushi_legacy::{Field, Glance};
use utsushi_mapping::{Condition, Copied};

/// Bytes that are the same characters in every charset of CSV files: no space, no backslash, no tilde.
fn is_plain(byte: u8) -> bool {
    matches!(byte, 0x21..=0x5B | 0x5D..=0x7D)
}

/// How to look at the records of a job.
pub(super) struct Glimpse {
    /// For each input.
    glances: Vec<Glance>,
    /// For each share.
    shares: Vec<Parts>,
    /// The fields that are looked at.
    fields: Vec<usize>,
}

/// What makes the key of a share.
struct Parts {
    parts: Vec<Part>,
    /// Whether a target wants every record. If none does, all have a condition.
    always: bool,
}

enum Part {
    /// A field, by its position among those that are looked at.
    Field {
        field: usize,
        trim: bool,
    },
    Constant(String),
}

impl Glimpse {
    /// `None` where looking at fields alone cannot tell the keys of all targets that are looked at.
    pub fn new(job: &ProjectJob, shares: &[TargetShare]) -> Option<Glimpse> {
        let of_one_type = shares.iter().flat_map(|share| &share.targets);
        if !job.left_behind.is_empty()
            || of_one_type.into_iter().any(|target| job.targets[*target].record_type.is_some())
        {
            return None;
        }
        // Nothing on the way to the output may change a plain character.
        let plain: String = (0..0x80u8).filter(|byte| is_plain(*byte)).map(char::from).collect();
        let mut decoded = String::new();
        job.source.charset.decode_into(plain.as_bytes(), &mut decoded).ok()?;
        if decoded != plain || job.carrier.as_deref().is_some_and(|carrier| !carrier.is_plain(&plain)) {
            return None;
        }
        let mut fields: Vec<usize> = Vec::new();
        let mut position = |field: usize| {
            fields.iter().position(|known| *known == field).unwrap_or_else(|| {
                fields.push(field);
                fields.len() - 1
            })
        };
        let mut made = Vec::new();
        for share in shares {
            let mut parts = Vec::new();
            for (copied, _) in share.copied.as_ref()? {
                parts.push(match copied {
                    Copied::Field { field, trim } => Part::Field { field: position(*field), trim: *trim },
                    Copied::Constant(value) if value.bytes().all(is_plain) => Part::Constant(value.clone()),
                    Copied::Constant(_) => return None,
                });
            }
            let conditions = || share.targets.iter().map(|target| &job.targets[*target].when);
            let always = conditions().any(Option::is_none);
            if !always {
                conditions().flatten().flat_map(Condition::fields).for_each(|field| {
                    position(field);
                });
            }
            made.push(Parts { parts, always });
        }
        let glance = |input: &crate::inputs::Input| Glance::new(&job.source, &input.header, &fields);
        let glances = job.inputs.iter().map(glance).collect::<Option<Vec<_>>>()?;
        Some(Glimpse { glances, shares: made, fields })
    }

    /// The fingerprints of a chunk, and how many records it has; `None` where a key is not plain. A row may be among them that
    /// its target does not want, or that is broken: the second pass finds out.
    pub fn look(
        &self,
        job: &ProjectJob,
        shares: &[TargetShare],
        raw: &RawChunk,
        hasher: &KeyHasher,
        prints: &mut Vec<Option<Fingerprint>>,
    ) -> Option<u32> {
        let (mut plain, mut key, mut text) = (true, Vec::new(), String::new());
        let each = |record: u32, place: Range<usize>, fields: &[Field<'_>]| {
            if !plain {
                return;
            }
            for (nth, (own, share)) in self.shares.iter().zip(shares).enumerate() {
                match own.key(share.domain, fields, &mut key) {
                    Key::Whole => {}
                    Key::Blank => continue,
                    Key::Other => {
                        plain = false;
                        return;
                    }
                }
                let which = match own.always {
                    true => u32::MAX >> (u32::BITS - share.targets.len() as u32),
                    false => self.wanted(job, share, fields, &mut text),
                };
                if which != 0 {
                    let (start, length) = (place.start as u32, place.len() as u32);
                    let spot = Spot { chunk: raw.number, record, start, length, share: nth as u16, which };
                    prints.push(Fingerprint::new(hasher.hash(&key), spot));
                }
            }
        };
        let records = self.glances[raw.input].look(&raw.chunk, each)?;
        plain.then_some(records)
    }

    /// The targets of a share that want a record, a bit each.
    fn wanted(&self, job: &ProjectJob, share: &TargetShare, fields: &[Field<'_>], text: &mut String) -> u32 {
        let found = |field: usize| {
            let at = self.fields.iter().position(|known| *known == field);
            at.and_then(|at| fields.get(at)).copied().unwrap_or_default()
        };
        let mut which = 0;
        for (bit, target) in share.targets.iter().enumerate() {
            let when = job.targets[*target].when.as_ref();
            if when.is_none_or(|when| when.decide_of(found, text) == Ok(true)) {
                which |= 1 << bit;
            }
        }
        which
    }
}

enum Key {
    Whole,
    /// An item of it is blank: the row is rejected.
    Blank,
    /// It takes mapping to tell.
    Other,
}

impl Parts {
    /// Writes what is hashed.
    #[inline]
    fn key(&self, domain: u16, fields: &[Field<'_>], key: &mut Vec<u8>) -> Key {
        KeyHasher::begin(key, domain);
        for part in &self.parts {
            let bytes = match part {
                Part::Constant(value) => value.as_bytes(),
                Part::Field { field, trim } => {
                    let Field { mut bytes, doubled_quotes } = fields[*field];
                    if doubled_quotes {
                        return Key::Other;
                    }
                    if *trim {
                        while let [b' ', rest @ ..] | [rest @ .., b' '] = bytes {
                            bytes = rest;
                        }
                    }
                    bytes
                }
            };
            if bytes.is_empty() {
                return Key::Blank;
            }
            if !bytes.iter().all(|byte| is_plain(*byte)) {
                return Key::Other;
            }
            KeyHasher::item(key, bytes);
        }
        Key::Whole
    }
}
