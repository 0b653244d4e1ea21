//! stub
use super::prompter::*;
use crate::clock::SharedClock;
#[allow(missing_docs)]
pub struct PlainPrompter;
#[allow(missing_docs)]
impl PlainPrompter {
    pub fn start(_c: SharedClock) -> std::io::Result<Self> {
        Ok(Self)
    }
}
impl Prompter for PlainPrompter {
    fn show(&mut self, _: &str) {}
    fn ask(&mut self, _: &Ask<'_>) -> Reply {
        unimplemented!()
    }
    fn manner(&self) -> Manner {
        Manner::Plain
    }
    fn acknowledge(&mut self, _: &str) {}
}
