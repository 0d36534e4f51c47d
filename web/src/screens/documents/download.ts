/* A file of the server under its own name; a refusal is told in its words. */
import type {useAppProps} from 'antd/es/app/context';
import {headersOf, isProblem} from '../../api/client';

export async function download(path: string, message: useAppProps['message'], wait: string): Promise<void> {
  const close = message.loading(wait, 0);
  try {
    const response = await fetch(path, {headers: headersOf('GET')});
    if (!response.ok) {
      const problem: unknown = await response.json().catch(() => null);
      void message.error({content: isProblem(problem) ? problem.detail ?? problem.title : `HTTP ${response.status}`, duration: 10});
      return;
    }
    const name = decodeURIComponent(/filename\*=UTF-8''([^;]+)/.exec(response.headers.get('Content-Disposition') ?? '')?.[1] ?? 'chaming');
    const link = document.createElement('a');
    link.href = URL.createObjectURL(await response.blob());
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  } catch (error) {
    void message.error(String(error));
  } finally {
    close();
  }
}
