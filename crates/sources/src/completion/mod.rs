//! What answers the prompts of COMPLETION in place of Elasticsearch's inference endpoint: a file of
//! answers, or a service.

mod answers;
mod service;

pub use answers::Answers;
pub use service::Service;
