/* A field for words that grows with them. (That of antd sets a style attribute, which the page's policy refuses.) */
import {useLayoutEffect, useRef, type TextareaHTMLAttributes} from 'react';

export function Area({rows = 1, ...rest}: TextareaHTMLAttributes<HTMLTextAreaElement>) {
  const area = useRef<HTMLTextAreaElement | null>(null);
  useLayoutEffect(() => {
    const element = area.current;
    if (element !== null) {
      element.style.height = 'auto';
      element.style.height = `${element.scrollHeight + 2}px`;
    }
  }, [rest.value]);
  return <textarea ref={area} rows={rows} className="cm-input cm-grows" {...rest} />;
}
