use super::{Fault, Made, Remarks, Transform};
use utsushi_findings::{Both, DAT001, DAT002, DAT003, DAT004, DAT005, Detail};
use utsushi_value::{DateNotes, DateProblem, Reading, Sentinel, read_date};

pub(super) static WAREKI: Transform = Transform {
    name: "wareki",
    summary: Both {
        ja: "和暦・西暦のどの書き方の日付も YYYYMMDD にする。不詳の月日は 00。すべて 0 の値は空にする。\
             { wareki = \"unknown-flag\" } は不詳・およその日付なら 1、そうでなければ 0、{ wareki = \"written\" } は \
             YYYYMMDD で言い尽くせない日付の、書かれたままの形を返す",
        en: "reads a date in any written form, Japanese era or not, into YYYYMMDD, unknown parts as 00; all zeros are \
             a blank. { wareki = \"unknown-flag\" } gives 1 for a date with unknown parts or an approximate one, else \
             0; { wareki = \"written\" } gives the written form of a date that YYYYMMDD cannot fully say",
    },
    example: r#"{ from = "生年月日", steps = ["wareki"] }   S550401 → 19800401、昭和20年3月頃 → 19450300"#,
};

/// What to make of the date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wareki {
    Date,
    UnknownFlag,
    Written,
}

impl Wareki {
    pub fn read(setting: Option<&toml::Value>) -> Option<Wareki> {
        match setting.map(toml::Value::as_str) {
            None | Some(Some("date")) => Some(Wareki::Date),
            Some(Some("unknown-flag")) => Some(Wareki::UnknownFlag),
            Some(Some("written")) => Some(Wareki::Written),
            _ => None,
        }
    }

    pub fn apply<'a>(
        &self,
        text: &'a str,
        out: &mut String,
        remarks: &mut Remarks,
    ) -> Result<Made<'a>, Fault> {
        let reading = read_date(text);
        match self {
            Wareki::Date => match reading {
                Ok(Reading::Blank | Reading::Sentinel(Sentinel::Zeros)) => Ok(Made::Part("")),
                // 期限なし in one item, unknown in another: a person has to say which.
                Ok(Reading::Sentinel(Sentinel::Nines)) => Err(Fault { code: &DAT001, detail: Detail::None }),
                Ok(Reading::Date(date)) => {
                    date.date.write_compact(out);
                    if date.notes != DateNotes::default() {
                        remark(&date.notes, remarks);
                    }
                    Ok(Made::New)
                }
                Err(DateProblem::NeverWas | DateProblem::CalendarGap) => {
                    Err(Fault { code: &DAT002, detail: Detail::None })
                }
                Err(_) => Err(Fault { code: &DAT001, detail: Detail::None }),
            },
            // What cannot be read is reported once, by the item that is the date.
            Wareki::UnknownFlag => Ok(Made::Part(match reading {
                Ok(Reading::Date(date)) if inexact(&date.notes) => "1",
                Ok(Reading::Date(_)) => "0",
                _ => "",
            })),
            Wareki::Written => Ok(Made::Part(match reading {
                Ok(Reading::Date(date)) if inexact(&date.notes) || date.notes.lunar => {
                    utsushi_text::trim(text)
                }
                _ => "",
            })),
        }
    }
}

fn inexact(notes: &DateNotes) -> bool {
    notes.unknown_parts || notes.approximate || notes.year_uncertain
}

fn remark(notes: &DateNotes, remarks: &mut Remarks) {
    if notes.out_of_era {
        remarks.push(&DAT003);
    }
    if inexact(notes) {
        remarks.push(&DAT004);
    }
    if notes.lunar {
        remarks.push(&DAT005);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(step: Wareki, text: &str) -> (Result<String, &'static str>, Vec<&'static str>) {
        let (mut out, mut remarks) = (String::new(), Remarks::new());
        let made = step.apply(text, &mut out, &mut remarks).map(|made| match made {
            Made::Part(part) => part.to_owned(),
            Made::New => out.clone(),
        });
        (made.map_err(|fault| fault.code.id), remarks.iter().map(|entry| entry.id).collect())
    }

    // Worked by hand: 昭和55 = 1980, 昭和64 ended on 1989-01-07, 1945 was no leap year.
    #[test]
    fn dates_become_eight_digits_with_remarks() {
        assert_eq!(run(Wareki::Date, "S550401"), (Ok("19800401".into()), vec![]));
        assert_eq!(run(Wareki::Date, "S640401"), (Ok("19890401".into()), vec!["DAT003"]));
        assert_eq!(run(Wareki::Date, "昭和20年3月頃"), (Ok("19450300".into()), vec!["DAT004"]));
        assert_eq!(run(Wareki::Date, "19450229"), (Err("DAT002"), vec![]));
        assert_eq!(run(Wareki::Date, "99999999"), (Err("DAT001"), vec![]));
        assert_eq!(run(Wareki::Date, "00000000"), (Ok(String::new()), vec![]));
    }

    #[test]
    fn flag_and_written_form_carry_what_the_date_cannot_say() {
        assert_eq!(run(Wareki::UnknownFlag, "S200000").0, Ok("1".into()));
        assert_eq!(run(Wareki::UnknownFlag, "S200301").0, Ok("0".into()));
        assert_eq!(run(Wareki::Written, "昭和20年3月頃").0, Ok("昭和20年3月頃".into()));
        assert_eq!(run(Wareki::Written, "S200301").0, Ok(String::new()));
    }

    #[test]
    fn an_unreadable_date_is_reported_by_the_date_alone() {
        assert_eq!(run(Wareki::UnknownFlag, "abc"), (Ok(String::new()), vec![]));
        assert_eq!(run(Wareki::Written, "abc"), (Ok(String::new()), vec![]));
    }
}
