//! A person as a standard file has them, in the bytes of a scratch file.

/// What one row says of a person; empty where it says nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Person<'a> {
    /// Which of the compared files, by the caller's count.
    pub file: u16,
    /// Row in that file, from 1.
    pub row: u64,
    /// Which number names the person: 0 is 宛名番号, others are the caller's.
    pub number_kind: u8,
    /// That number.
    pub number: &'a str,
    /// Whether the person is under 支援措置, or may be.
    pub protected: bool,
    /// 氏名 as written, family name first where it has a space.
    pub name: &'a str,
    /// Reading of the name.
    pub kana: &'a str,
    /// ローマ字氏名.
    pub roman: &'a str,
    /// 漢字氏名 of a foreigner.
    pub kanji: &'a str,
    /// 通称.
    pub alias: &'a str,
    /// 旧氏: a family name alone.
    pub former_surname: &'a str,
    /// `YYYYMMDD`, unknown parts 00.
    pub birth: &'a str,
    /// JIS X 0303: 1 male, 2 female.
    pub sex: &'a str,
    /// 個人番号.
    pub individual: &'a str,
    /// 住所 as written.
    pub address: &'a str,
    /// 方書.
    pub building: &'a str,
}

impl<'a> Person<'a> {
    fn texts(&self) -> [&'a str; 12] {
        [
            self.number,
            self.name,
            self.kana,
            self.roman,
            self.kanji,
            self.alias,
            self.former_surname,
            self.birth,
            self.sex,
            self.individual,
            self.address,
            self.building,
        ]
    }

    /// Further names, one behind the other with ` / ` between.
    pub fn other_names(&self) -> String {
        let mut others: Vec<&str> = Vec::new();
        for other in [self.roman, self.kanji, self.alias, self.former_surname] {
            if !other.is_empty() && other != self.name && !others.contains(&other) {
                others.push(other);
            }
        }
        others.join(" / ")
    }

    /// Appends the person behind a length of four bytes.
    pub fn write(&self, out: &mut Vec<u8>) {
        let start = out.len();
        out.extend_from_slice(&[0; 4]);
        out.extend_from_slice(&self.file.to_le_bytes());
        out.extend_from_slice(&self.row.to_le_bytes());
        out.extend_from_slice(&[self.number_kind, u8::from(self.protected)]);
        for text in self.texts() {
            out.extend_from_slice(&(text.len() as u32).to_le_bytes());
            out.extend_from_slice(text.as_bytes());
        }
        let length = (out.len() - start - 4) as u32;
        out[start..start + 4].copy_from_slice(&length.to_le_bytes());
    }

    /// The person of a record, without its length. `None` where the bytes are none.
    pub fn read(bytes: &'a [u8]) -> Option<Person<'a>> {
        let (file, rest) = bytes.split_first_chunk::<2>()?;
        let (row, rest) = rest.split_first_chunk::<8>()?;
        let ([number_kind, protected], mut rest) = rest.split_first_chunk::<2>()?;
        let mut next = || -> Option<&'a str> {
            let (length, behind) = rest.split_first_chunk::<4>()?;
            let (text, behind) = behind.split_at_checked(u32::from_le_bytes(*length) as usize)?;
            rest = behind;
            std::str::from_utf8(text).ok()
        };
        Some(Person {
            file: u16::from_le_bytes(*file),
            row: u64::from_le_bytes(*row),
            number_kind: *number_kind,
            protected: *protected != 0,
            number: next()?,
            name: next()?,
            kana: next()?,
            roman: next()?,
            kanji: next()?,
            alias: next()?,
            former_surname: next()?,
            birth: next()?,
            sex: next()?,
            individual: next()?,
            address: next()?,
            building: next()?,
        })
    }
}

/// The records at the beginning of `bytes` that are whole, and how many bytes they take.
pub fn records(bytes: &[u8]) -> (Vec<&[u8]>, usize) {
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(length) = bytes.get(at..).and_then(|rest| rest.first_chunk::<4>()) {
        let Some(record) = bytes.get(at + 4..at + 4 + u32::from_le_bytes(*length) as usize) else { break };
        found.push(record);
        at += 4 + record.len();
    }
    (found, at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_read_as_written_and_half_a_record_waits() {
        let person = Person {
            file: 1,
            row: 7,
            number: "0001",
            name: "田中　花",
            alias: "花子",
            protected: true,
            individual: "123456789018",
            ..Person::default()
        };
        let mut bytes = Vec::new();
        person.write(&mut bytes);
        let whole = bytes.len();
        person.write(&mut bytes);
        let (found, used) = records(&bytes[..bytes.len() - 1]);
        assert_eq!((found.len(), used), (1, whole));
        assert_eq!(Person::read(found[0]), Some(person));
        assert_eq!(person.other_names(), "花子");
        assert_eq!(Person::read(&found[0][..20]), None);
    }
}
