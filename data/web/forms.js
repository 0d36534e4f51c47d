// The two forms that come before anybody can log in: the first set-up, and an invitation. The code is the part of the
// link behind '#', which a browser sends nowhere.
'use strict';

const NAMES = {system_admin: '系统管理员', security_admin: '安全管理员', auditor: '审计员', prosecutor: '检察官'};

const WORDS = {
  again: '两次输入不一致 / The two are not the same',
  offline: '没有连上服务 / The server cannot be reached',
  set: '口令已设置，可以登录 / The password is set',
  links: '设置完成。请把各人的链接交给本人，只显示这一次，72 小时内有效 / Done. Give each person his own link: it is shown once and works for 72 hours.',
};

function line(parent, text) {
  const p = document.createElement('p');
  p.textContent = text;
  parent.append(p);
  return p;
}

const DONE = {
  setup(out, answer) {
    line(out, WORDS.links);
    for (const [role, code] of Object.entries(answer.invitations)) {
      if (code) {
        const p = line(out, NAMES[role] + '：');
        const link = document.createElement('a');
        link.href = '/invitation#' + code;
        link.textContent = location.origin + '/invitation#' + code;
        p.append(link);
      }
    }
  },
  invitation(out, answer) {
    line(out, WORDS.set);
    if (answer.csrf !== null) {
      location.replace('/'); // he is logged in
    }
  },
};

async function send(form, out) {
  const body = {[form.dataset.code]: location.hash.slice(1)};
  for (const input of form.querySelectorAll('input[name]')) {
    body[input.name] = input.value;
  }
  const response = await fetch(form.dataset.send, {
    method: 'POST',
    headers: {'Content-Type': 'application/json', 'Accept-Language': 'zh'},
    body: JSON.stringify(body),
  });
  const answer = response.status === 204 ? {} : await response.json();
  if (!response.ok) {
    line(out, answer.detail || answer.title);
    return;
  }
  form.querySelector('button').disabled = true;
  DONE[form.dataset.done](out, answer);
}

for (const form of document.forms) {
  const out = form.querySelector('output');
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    out.replaceChildren();
    for (const input of form.querySelectorAll('input[data-same]')) {
      if (input.value !== form.elements[input.dataset.same].value) {
        line(out, WORDS.again);
        return;
      }
    }
    try {
      await send(form, out);
    } catch (fault) {
      line(out, WORDS.offline);
    }
  });
}
