use super::{Made, Remarks, Transform};
use utsushi_findings::{Both, CHR020};
use utsushi_text::foreign::{self, Seiji};

pub(super) static SEIJI: Transform = Transform {
    name: "seiji",
    summary: Both {
        ja: "外国人住民の漢字氏名の簡体字・繁体字を、入管の対応表の第1順位の正字にする。候補が複数ある文字は変えない (CHR020)",
        en: "turns simplified and traditional characters of a foreign resident's name into the 正字 of 入管's table, rank 1; a character \
             with several of that rank is left (CHR020)",
    },
    example: r#"{ from = "漢字氏名", steps = ["trim", "seiji"] }   张　伟 → 張　偉"#,
};

pub(super) fn apply<'a>(text: &'a str, out: &mut String, remarks: &mut Remarks) -> Made<'a> {
    let mut several = false;
    for character in text.chars() {
        match foreign::seiji(character) {
            Seiji::To(to) => out.push(to),
            Seiji::Same => out.push(character),
            Seiji::Several(_) => {
                several = true;
                out.push(character);
            }
        }
    }
    if several {
        remarks.push(&CHR020);
    }
    Made::New
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_written_in_seiji_and_its_spaces_stay() {
        let (mut out, mut remarks) = (String::new(), Remarks::default());
        apply("张　伟", &mut out, &mut remarks);
        assert_eq!((out.as_str(), remarks.len()), ("張　偉", 0));
    }
}
